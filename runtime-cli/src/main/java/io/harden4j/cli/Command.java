package io.harden4j.cli;

import java.io.PrintStream;
import java.util.List;

/** One of the things that {@code harden4j} does. Keeps no state. */
interface Command {
  /** Returns the word that chooses it. */
  String name();

  /** Returns what it does, in one line. */
  String summary();

  /** Returns how it is written, with its options; ends in a line feed. */
  String usage();

  /**
   * Does it.
   *
   * @return the exit code
   * @throws UsageException if the arguments are wrong
   * @throws io.harden4j.AgentRuntimeException if the answer is no
   */
  int run(List<String> arguments, PrintStream out);
}
