package io.harden4j.examples.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.AgentRuntimeException;
import io.harden4j.observe.Observer;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunResult;
import io.harden4j.run.ThreadSuspendedException;
import io.harden4j.run.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The example's command: asks, resumes, answers, inspects. */
public final class SupportDeskCommand {
  private static final int HALTED = 137;

  private final PrintStream out;
  private final Path home;
  private final String command;

  /**
   * Creates the command.
   *
   * @param out     where it prints
   * @param home    where it keeps its files unless {@code --home} says otherwise
   * @param command how it is started, for the lines it tells people to type
   */
  public SupportDeskCommand(PrintStream out, Path home, String command) {
    this.out = out;
    this.home = home;
    this.command = command;
  }

  /**
   * Runs the command.
   *
   * @return 0 if the run completed or waits for a human, 1 if it stopped otherwise
   * @throws IllegalArgumentException with the usage if the options are wrong
   * @throws io.harden4j.AgentRuntimeException if the question, the thread or the model cannot be used; the message says what to do
   */
  public int run(List<String> arguments) {
    DeskOptions options = DeskOptions.parse(arguments);
    if (options.get("question").filter(String::isBlank).isPresent()) {
      throw new EmptyQuestionException();
    }
    String home =
        options.get("home").map(dir -> " --home " + Report.quoted(dir)).orElse("");
    Report report = new Report(out, command + home);
    if (options.get("inspect").isPresent()) {
      return inspect(options, report);
    }
    ModelChoice model = ModelChoice.of(options.get("model"), ollamaHost());
    out.println(model.line());
    String thread = options.thread().orElseGet(SupportDeskCommand::newThread);
    try (Desk desk = open(options, model, thread, report)) {
      RunResult result = options.get("resume").isPresent()
          ? resume(desk, thread, options.get("answer"))
          : ask(desk, thread, options.get("question"), report);
      report.ended(result, desk.trace(result));
      return result instanceof RunResult.Completed || result instanceof RunResult.Suspended ? 0 : 1;
    }
  }

  private Desk open(DeskOptions options, ModelChoice model, String thread, Report report) {
    Path folder = options.get("home").map(Path::of).orElse(home).toAbsolutePath();
    Optional<Observer> crash = options
        .get("crash-after")
        .map(node -> new CrashAfter(node, () -> halt(node, thread, report)));
    return new Desk(new Desk.Parts(new DeskHome(folder), model, options.get("otlp"), crash));
  }

  private RunResult ask(Desk desk, String thread, Optional<String> asked, Report report) {
    String question = asked.orElseGet(SupportDeskCommand::firstQuestion);
    out.println("Thread: " + thread + "\nQuestion: " + question + "\n");
    try {
      return desk.ask(thread, question, new Progress(out));
    } catch (ThreadSuspendedException e) {
      throw new AgentRuntimeException(
          "thread '" + thread + "' still waits for an answer to its last question. Give it with "
              + report.resuming(thread)
              + " --answer yes, or ask the new question on another --thread",
          e);
    }
  }

  private RunResult resume(Desk desk, String thread, Optional<String> answer) {
    out.println("Thread: " + thread);
    if (answer.isPresent()) {
      List<OpenQuestion> answered = desk.answer(thread, answer.get());
      out.println(
          answered.isEmpty()
              ? "No question of this thread is open."
              : "Answered '" + answer.get() + "' as " + People.LEA.describe() + ".");
    }
    out.println();
    return desk.resume(thread, new Progress(out));
  }

  private int inspect(DeskOptions options, Report report) {
    String thread = options.thread().orElseThrow();
    try (Desk desk = open(options, ModelChoice.builtIn("not used"), thread, report)) {
      Threads threads = desk.runtime().threads();
      report.inspected(threads.state(People.SAM, thread), threads.history(People.SAM, thread));
      return 0;
    }
  }

  private void halt(String node, String thread, Report report) {
    out.println("\nHALTED after the step of '" + node
        + "' was committed, as asked. Nothing of it is lost.\nRESUME   " + report.resuming(thread));
    out.flush();
    Runtime.getRuntime().halt(HALTED);
  }

  private static String newThread() {
    return "case-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static String ollamaHost() {
    String host = System.getenv("OLLAMA_HOST");
    return host == null || host.isBlank() ? "localhost" : host;
  }

  private static String firstQuestion() {
    try (InputStream in =
        SupportDeskCommand.class.getResourceAsStream("/support-desk/questions.json")) {
      if (in == null) {
        throw new IllegalStateException("support-desk/questions.json is not on the class path");
      }
      return new ObjectMapper().readTree(in).path(0).path("question").asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("support-desk/questions.json is not valid JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException("support-desk/questions.json cannot be read", e);
    }
  }
}
