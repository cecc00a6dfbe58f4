package io.harden4j.examples;

import io.harden4j.AgentRuntimeException;
import io.harden4j.examples.desk.SupportDeskCommand;
import io.harden4j.examples.drill.IncidentDrill;
import io.harden4j.examples.drill.InjectionDrill;
import io.harden4j.examples.postgres.McpPostgres;
import io.harden4j.ollama.capacity.CapacityCommand;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Starts an example by name; the script {@code examples/run} calls it. Exit status 2 means that the command line or an input cannot be used. */
public final class Examples {
  private static final int WRONG = 2;
  private static final String USAGE = """
      usage: examples/run EXAMPLE [options]
        support-desk          an agent with handbook, orders behind MCP, a guard and a human who releases refunds
        quickstart            a graph of 15 lines
        pause-correct-resume  stop, look, edit the state, go on, fork from an earlier point
        mcp-postgres          a published MCP server that drops a table though it promises to read, and the SQL governor that stops it
        injection-drill       six prompt injections and their benign twins, with the reason for each verdict
        incident-drill        stop an agent, look, verify, pack, correct, go on, erase: the drill of docs/incident-response.md
        capacity              does a model fit this machine? For example: capacity --model llama3.3:70b --context 32k
      """;

  private Examples() {}

  /** Starts the example named first, with the rest as its options. */
  public static void main(String[] args) {
    int status = run(Arrays.asList(args), System.out, System.err);
    System.out.flush();
    System.exit(status);
  }

  static int run(List<String> args, PrintStream out, PrintStream err) {
    try {
      return args.isEmpty()
          ? usage(err)
          : start(args.get(0), args.subList(1, args.size()), out, err);
    } catch (AgentRuntimeException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return WRONG;
    }
  }

  private static int start(String name, List<String> options, PrintStream out, PrintStream err) {
    switch (name) {
      case "support-desk" -> {
        Path home = Path.of(System.getProperty("harden4j.examples.home", "target"), "support-desk");
        String script = System.getProperty("harden4j.examples.script", "examples/run");
        return new SupportDeskCommand(out, home, script + " support-desk").run(options);
      }
      case "quickstart" -> Quickstart.run(out);
      case "pause-correct-resume" -> PauseCorrectResume.run(out);
      case "mcp-postgres" -> {
        return McpPostgres.run(out);
      }
      case "injection-drill" -> {
        return InjectionDrill.run(out) == 0 ? 0 : 1;
      }
      case "incident-drill" -> {
        Path home = Path.of(System.getProperty("harden4j.examples.home", "target"));
        return IncidentDrill.run(out, home.resolve("incident-drill"));
      }
      case "capacity" -> {
        String report = CapacityCommand.create().run(options);
        out.print(report);
        return CapacityCommand.fits(report) ? 0 : 1;
      }
      default -> {
        err.println("there is no example '" + name + "'");
        return usage(err);
      }
    }
    return 0;
  }

  private static int usage(PrintStream err) {
    err.print(USAGE);
    return WRONG;
  }
}
