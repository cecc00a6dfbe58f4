package io.harden4j.label;

/**
 * The explicit, recorded act of trusting a value more than its sources: for closed-type extractions (enum, number, date, id from a
 * list), never for free text.
 *
 * @param name   what is endorsed, for the record: "sentiment", "order id"
 * @param to     integrity the value gets; the readers stay as they were
 * @param reason why this is sound; goes to the journal and the trace
 */
public record Endorsement(String name, Integrity to, String reason) {
  /** Checks that the record would tell a reader something. */
  public Endorsement {
    if (name.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException(
          "an endorsement needs a name and a reason that a reviewer can judge");
    }
  }

  /** Returns an endorsement to {@link Integrity#TRUSTED_TOOL}. */
  public static Endorsement of(String name, String reason) {
    return new Endorsement(name, Integrity.TRUSTED_TOOL, reason);
  }
}
