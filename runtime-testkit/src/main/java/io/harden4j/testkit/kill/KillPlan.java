package io.harden4j.testkit.kill;

/**
 * Where a child is killed.
 *
 * @param point name of the fault point
 * @param hit   how many times it must be reached, 1 for the first
 */
public record KillPlan(String point, int hit) {
  /** Checks the count. */
  public KillPlan {
    if (hit < 1) {
      throw new IllegalArgumentException("hit is " + hit + "; the first time is 1");
    }
  }

  static KillPlan parse(String text) {
    int at = text.lastIndexOf('#');
    return new KillPlan(text.substring(0, at), Integer.parseInt(text.substring(at + 1)));
  }

  @Override
  public String toString() {
    return point + "#" + hit;
  }
}
