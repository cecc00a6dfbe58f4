package io.harden4j.examples.desk;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.Spent;
import io.harden4j.graph.StateView;
import io.harden4j.observability.report.TerminalTree;
import io.harden4j.run.OpenQuestion;
import io.harden4j.run.RunResult;
import io.harden4j.run.ThreadState;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Says how a run ended and what can be done next. */
final class Report {
  private final PrintStream out;
  private final String command;

  /** @param command how the example is started, to be shown in front of options */
  Report(PrintStream out, String command) {
    this.out = out;
    this.command = command;
  }

  void ended(RunResult result, Path trace) {
    out.println();
    if (result instanceof RunResult.Completed) {
      reply("ANSWER", result.state().get(SupportDesk.REPLY));
    } else if (result instanceof RunResult.Suspended suspended) {
      result
          .state()
          .find(SupportDesk.DRAFT)
          .ifPresent(d -> reply("DRAFT", new Reply(d.answer(), d.sources())));
      suspended.questions().forEach(this::question);
    } else if (result instanceof RunResult.Failed failed) {
      out.println("FAILED in " + failed.task() + ": " + failed.error().getMessage());
    } else if (result instanceof RunResult.Cancelled cancelled) {
      out.println("CANCELLED: " + cancelled.reason());
    } else if (result instanceof RunResult.OutOfBudget over) {
      out.println("OUT OF BUDGET: " + over.reason());
    }
    spent(result.info().spent());
    trace(trace);
    next(result);
  }

  private void reply(String title, Reply reply) {
    out.println(title);
    reply.text().lines().forEach(line -> out.println("  " + line));
    out.println(
        "SOURCES  " + (reply.sources().isEmpty() ? "-" : String.join(", ", reply.sources())));
  }

  private void question(OpenQuestion question) {
    out.println("\nA HUMAN MUST DECIDE  (" + question.node()
        + (question.audience().isEmpty() ? "" : ", role " + question.audience()) + ")");
    question.text().lines().forEach(line -> out.println("  " + line));
  }

  private void spent(Spent spent) {
    out.printf(
        Locale.ROOT,
        "SPENT    %d model calls, %d tool calls, %,d + %,d tokens%n",
        spent.modelCalls(),
        spent.toolCalls(),
        spent.inputTokens(),
        spent.outputTokens());
  }

  private void trace(Path trace) {
    if (Files.exists(trace)) {
      out.println();
      out.print(TerminalTree.of(trace).render());
      out.println("\nTRACE    " + trace);
    }
  }

  private void next(RunResult result) {
    String thread = result.info().threadId();
    if (result instanceof RunResult.Suspended) {
      out.println("DECIDE   " + resuming(thread) + " --answer yes");
      out.println("     or  " + resuming(thread) + " --answer no");
    } else if (result instanceof RunResult.Completed) {
      out.println("LOOK     " + command + " --inspect " + quoted(thread));
    } else {
      out.println("RESUME   " + resuming(thread));
    }
  }

  void inspected(ThreadState state, List<CheckpointInfo> history) {
    CheckpointInfo info = state.info();
    out.println("THREAD   " + info.ref().thread().threadId() + "  " + info.status() + " after step "
        + info.step() + ", run " + info.run().value());
    out.println("NEXT     " + (state.next().isEmpty() ? "-" : String.join(", ", state.next())));
    values(state.values());
    out.println("HISTORY  newest first");
    history.forEach(c -> out.println("  " + c.ref().seq() + "  " + c.ref().branch() + "  step "
        + c.step() + "  " + c.cause() + "  " + c.status() + "  " + c.at()));
    state.questions().forEach(this::question);
    String thread = info.ref().thread().threadId();
    if (!state.questions().isEmpty()) {
      out.println("DECIDE   " + resuming(thread) + " --answer yes");
    } else if (info.status().resumable()) {
      out.println("RESUME   " + resuming(thread));
    }
  }

  private void values(StateView state) {
    out.println("STATE");
    state.find(SupportDesk.QUESTION).ifPresent(q -> out.println("  question  " + q));
    state.find(SupportDesk.PLAN).ifPresent(p -> out.println("  looks in  " + p.lookup()));
    state
        .get(SupportDesk.PASSAGES)
        .forEach(p -> out.println("  passage   " + Prompts.page(p) + " > " + p.title() + "  ["
            + p.label().integrity() + "]"));
    state.get(SupportDesk.ORDERS).forEach(o -> out.println("  order     " + o.orderId()));
    state.find(SupportDesk.VERDICT).ifPresent(v -> out.println("  verdict   " + v));
    state
        .find(SupportDesk.REFUND)
        .ifPresent(r -> out.println("  refund    " + Money.text(r.amount()) + " for " + r.order()
            + ", " + r.reason().text()));
    state.find(SupportDesk.REPLY).ifPresent(r -> reply("ANSWER", r));
  }

  /** Returns the command that goes on with a thread. */
  String resuming(String thread) {
    return command + " --resume " + quoted(thread);
  }

  /** Returns a text as a shell takes it for one word. */
  static String quoted(String text) {
    return text.matches("[A-Za-z0-9._/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
