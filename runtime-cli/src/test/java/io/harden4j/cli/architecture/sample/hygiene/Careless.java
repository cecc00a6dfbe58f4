package io.harden4j.cli.architecture.sample.hygiene;

import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;

/** Does what the rules forbid; never run. */
@SuppressWarnings("JavaUtilDate") // that is the point
final class Careless {
  private static final AtomicLong CALLS = new AtomicLong();

  private Careless() {}

  static void giveUp(RuntimeException problem) {
    problem.printStackTrace();
    System.out.println(new Date(CALLS.incrementAndGet()));
    if (CALLS.get() > 1) {
      Runtime.getRuntime().halt(2);
    }
    System.exit(1);
  }
}
