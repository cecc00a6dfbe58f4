package io.harden4j.cli;

import io.harden4j.observability.report.TerminalTree;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Draws a trace file. */
final class TraceCommand implements Command {
  private static final Form FORM = new Form(List.of("FILE"), Set.of(), Set.of("checkpoints"));

  @Override
  public String name() {
    return "trace";
  }

  @Override
  public String summary() {
    return "draws the trace file of a run as a tree";
  }

  @Override
  public String usage() {
    return """
        harden4j trace FILE [options]
          FILE            a file of JSON lines that TraceFile wrote
          --checkpoints   also the writes to the checkpoint store
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) {
    Arguments given = FORM.read(arguments);
    Path file = Arguments.file(given.word("FILE"));
    TerminalTree tree = TerminalTree.of(file);
    out.print((given.has("checkpoints") ? tree.withCheckpoints() : tree).render());
    return Main.DONE;
  }
}
