package io.harden4j.label;

/** Who could have written a value, from least to most trusted. The order of the constants is the order of the lattice. */
public enum Integrity {
  /** Anybody: web pages, mails, documents, names that others can choose, errors of remote tools. */
  UNTRUSTED,
  /** A tool whose output the application declared trustworthy. */
  TRUSTED_TOOL,
  /** The principal of the run, in the input or in an answer. */
  USER,
  /** The application's own code and prompts. */
  SYSTEM;

  /** Returns the less trusted of the two. */
  public Integrity meet(Integrity other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** Says whether this is at least as trusted as {@code floor}. */
  public boolean atLeast(Integrity floor) {
    return compareTo(floor) >= 0;
  }
}
