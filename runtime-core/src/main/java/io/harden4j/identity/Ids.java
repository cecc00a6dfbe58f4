package io.harden4j.identity;

/**
 * The one rule for ids that callers hand in (tenants, principals, threads, branches): 1 to 256 characters, not blank, no control
 * characters, no unpaired surrogates. Slashes, dots, quotes and emoji are data like any other; stores encode them. Thread-safe.
 */
public final class Ids {
  /** Longest id in UTF-16 units. */
  public static final int MAX_LENGTH = 256;

  private Ids() {}

  /**
   * Returns {@code id} unchanged.
   *
   * @param what what the id names, for the message: "threadId", "tenant"
   * @throws InvalidIdException if the rule is broken
   */
  public static String require(String what, String id) {
    if (id.isBlank()) {
      throw new InvalidIdException(
          what + " is blank; pass a non-empty id that your application can find again");
    }
    if (id.length() > MAX_LENGTH) {
      throw new InvalidIdException(what + " has " + id.length() + " characters, at most "
          + MAX_LENGTH + " are allowed; pass a shorter id, for example a hash of yours");
    }
    int bad = firstBadChar(id);
    if (bad >= 0) {
      throw new InvalidIdException(String.format(
          "%s holds the character U+%04X at position %d; remove control characters and"
              + " unpaired surrogates",
          what, (int) id.charAt(bad), bad));
    }
    return id;
  }

  private static int firstBadChar(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (Character.isISOControl(c)) {
        return i;
      }
      if (Character.isSurrogate(c)) {
        boolean pair = Character.isHighSurrogate(c)
            && i + 1 < id.length()
            && Character.isLowSurrogate(id.charAt(i + 1));
        if (!pair) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
