package io.harden4j.cli;

import io.harden4j.ollama.capacity.CapacityCommand;
import java.io.PrintStream;
import java.util.List;

/** Answers whether a model fits into a host. */
final class PlanCommand implements Command {
  @Override
  public String name() {
    return "capacity";
  }

  @Override
  public String summary() {
    return "answers whether a model fits into a host, with the arithmetic";
  }

  @Override
  public String usage() {
    return "harden4j " + CapacityCommand.USAGE;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) {
    String report;
    try {
      report = CapacityCommand.create().run(arguments);
    } catch (IllegalArgumentException e) {
      // its message ends with the usage, which is printed anyway
      throw new UsageException(
          String.valueOf(e.getMessage()).replace(". Usage:\n" + CapacityCommand.USAGE, ""));
    }
    out.print(report);
    return CapacityCommand.fits(report) ? Main.DONE : Main.NO;
  }
}
