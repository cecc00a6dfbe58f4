package io.harden4j.testkit.kill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;

/** Announces the planned point on the pipe and waits there: killed by the parent, or gone with it. */
final class ChildFaults implements FaultPoints {
  /** System property with the plan: a {@link KillPlan} as text, or {@value #LIST} to announce every point and wait at none. */
  static final String PROPERTY = "harden4j.kill.at";

  static final String LIST = "*";
  static final String AT = "\u0001at ";

  private final String plan;
  private final InputStream parent;
  private final PrintStream out;
  private final AtomicInteger hits = new AtomicInteger();

  ChildFaults(String plan, InputStream parent, PrintStream out) {
    this.plan = plan;
    this.parent = parent;
    this.out = out;
  }

  @Override
  public void reached(String point) {
    if (plan.equals(LIST)) {
      say(point);
      return;
    }
    KillPlan target = KillPlan.parse(plan);
    if (target.point().equals(point) && hits.incrementAndGet() == target.hit()) {
      say(point);
      waitForTheEnd();
    }
  }

  private void say(String point) {
    out.println(AT + point);
    out.flush();
  }

  /** The pipe ends only if the parent died first; then nobody will kill this process, so it halts by itself. */
  private void waitForTheEnd() {
    try {
      parent.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      out.println(e);
    }
    Runtime.getRuntime().halt(1);
  }
}
