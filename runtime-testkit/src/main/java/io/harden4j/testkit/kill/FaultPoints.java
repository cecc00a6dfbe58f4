package io.harden4j.testkit.kill;

/**
 * Named points of a program at which a test may end it. The program calls {@link #reached} at each; what happens there is decided by who
 * starts it.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
@FunctionalInterface
public interface FaultPoints {
  /** Passes every point. */
  FaultPoints NONE = point -> {};

  /** Says that the program is at {@code point}; may never return, or throw. */
  void reached(String point);

  /**
   * Returns the points of a child that {@link KillHarness} started: at the point it was told, the child says so and waits for its end. In a
   * process that was not started so, every point is passed.
   */
  static FaultPoints ofChild() {
    String plan = System.getProperty(ChildFaults.PROPERTY);
    return plan == null ? NONE : new ChildFaults(plan, System.in, System.out);
  }
}
