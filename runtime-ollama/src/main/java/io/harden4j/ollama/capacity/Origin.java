package io.harden4j.ollama.capacity;

/** Where a number comes from; each number of a report carries one. */
public enum Origin {
  /** Read from the machine, the server or a finished call. */
  MEASURED,
  /** Follows from measured or published values by a formula that the report prints. */
  COMPUTED,
  /** A published or rounded figure, or a rule of thumb: check it before you rely on it. */
  ASSUMED;

  /** Returns the weaker of the two: a result is as good as its worst input. */
  public Origin and(Origin other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** The word a report prints. */
  public String word() {
    return switch (this) {
      case MEASURED -> "measured";
      case COMPUTED -> "computed";
      case ASSUMED -> "assumed";
    };
  }
}
