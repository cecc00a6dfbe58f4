package io.harden4j.cli;

import io.harden4j.AgentRuntimeException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The command {@code harden4j}.
 *
 * <p><b>Exit codes.</b> 0: done. 1: the answer is no, such as a thread that is not there, an answer that was refused, or a broken audit trail. 2: the command line
 * is wrong. Messages go to the error stream and say what to do next; there are no stack traces.
 */
public final class Main {
  /** Done. */
  public static final int DONE = 0;

  /** The command ran and the answer is no. */
  public static final int NO = 1;

  /** The command line is wrong. */
  public static final int WRONG_USAGE = 2;

  private static final List<Command> COMMANDS = List.of(
      new ThreadsCommand(),
      new ShowCommand(),
      new HistoryCommand(),
      new InboxCommand(),
      new AnswerCommand(),
      new TraceCommand(),
      new AuditCommand(),
      new McpCommand(),
      new PolicyCommand(),
      new PlanCommand());

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, false, StandardCharsets.UTF_8);
    int code = run(List.of(arguments), out, err);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs the command and returns its exit code. Never throws for what a user did. */
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.isEmpty()) {
      err.print(help());
      return WRONG_USAGE;
    }
    if (asksForHelp(arguments)) {
      return help(arguments, out, err);
    }
    Optional<Command> command = find(arguments.get(0));
    return command.isPresent()
        ? run(command.get(), arguments.subList(1, arguments.size()), out, err)
        : unknown(arguments.get(0), err);
  }

  private static int run(Command command, List<String> rest, PrintStream out, PrintStream err) {
    try {
      return command.run(rest, out);
    } catch (UsageException e) {
      err.println("harden4j " + command.name() + ": " + e.getMessage());
      err.print("Usage: " + command.usage());
      return WRONG_USAGE;
    } catch (AgentRuntimeException | UncheckedIOException e) {
      err.println("harden4j " + command.name() + ": " + Shown.text(String.valueOf(e.getMessage())));
      return NO;
    } catch (RuntimeException e) {
      err.println("harden4j " + command.name() + ": failed unexpectedly: "
          + Shown.text(e.toString()) + ". This is a fault of the command; please report it.");
      return NO;
    }
  }

  private static boolean asksForHelp(List<String> arguments) {
    return arguments.get(0).equals("help")
        || arguments.contains("--help")
        || arguments.get(0).equals("-h");
  }

  private static int help(List<String> arguments, PrintStream out, PrintStream err) {
    List<String> about =
        arguments.stream().filter(a -> !a.startsWith("-") && !a.equals("help")).toList();
    if (about.isEmpty()) {
      out.print(help());
      return DONE;
    }
    Optional<Command> command = find(about.get(0));
    command.ifPresent(c -> out.print("Usage: " + c.usage()));
    return command.isPresent() ? DONE : unknown(about.get(0), err);
  }

  private static int unknown(String name, PrintStream err) {
    err.println("harden4j: there is no command '" + Shown.line(name) + "'. Commands: "
        + String.join(", ", COMMANDS.stream().map(Command::name).toList())
        + ". 'harden4j help' says what they do.");
    return WRONG_USAGE;
  }

  private static Optional<Command> find(String name) {
    return COMMANDS.stream().filter(command -> command.name().equals(name)).findFirst();
  }

  private static String help() {
    StringBuilder text = new StringBuilder("""
        harden4j: looks into checkpoint stores of agents and at their MCP servers, and plans where they run

        """);
    COMMANDS.forEach(c -> text.append(String.format("  %-10s%s%n", c.name(), c.summary())));
    return text.append("""

        'harden4j help COMMAND' shows the options of a command.
        Exit codes: 0 done, 1 the answer is no, 2 the command line is wrong.
        """).toString();
  }
}
