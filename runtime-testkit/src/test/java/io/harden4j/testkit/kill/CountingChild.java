package io.harden4j.testkit.kill;

/** A child that counts to three, with a point after each number and a shutdown hook that must never speak after SIGKILL. */
final class CountingChild {
  private CountingChild() {}

  /** Counts, or fails if told so. */
  public static void main(String[] args) {
    if (args.length > 0) {
      throw new IllegalStateException("told to fail with " + args[0]);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
    FaultPoints points = FaultPoints.ofChild();
    for (int i = 1; i <= 3; i++) {
      System.out.println("counted " + i);
      points.reached("afterCount");
    }
    points.reached("atEnd");
  }
}
