package io.harden4j.testkit;

/** How much a test repeats, read from the system property {@value #PROPERTY}: {@code verify} (default), {@code ci} or {@code full}. */
public final class Tier {
  /** Name of the system property. */
  public static final String PROPERTY = "harden4j.tier";

  private Tier() {}

  /** Returns the name of the tier in force. */
  public static String name() {
    return System.getProperty(PROPERTY, "verify");
  }

  /** Returns {@code full} in the tier {@code full}, else {@code verify}. */
  public static int of(int verify, int full) {
    return name().equals("full") ? full : verify;
  }
}
