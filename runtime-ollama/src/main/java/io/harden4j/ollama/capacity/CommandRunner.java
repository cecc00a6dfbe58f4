package io.harden4j.ollama.capacity;

import java.util.List;
import java.util.Optional;

/** Runs a program of the host. */
@FunctionalInterface
interface CommandRunner {
  /** Returns the lines of its output; empty if there is no such program, it fails, or it takes too long. */
  Optional<List<String>> run(List<String> command);
}
