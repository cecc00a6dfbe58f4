package io.harden4j.mcp;

import java.util.List;

/** Runs several things side by side and waits for all of them. */
final class Daemons {
  private Daemons() {}

  /** An interrupt ends the waiting, not the work. */
  static void runAll(String name, List<Runnable> bodies) {
    if (bodies.size() == 1) {
      bodies.get(0).run();
      return;
    }
    List<Thread> threads = bodies.stream().map(b -> Daemon.start(name, b)).toList();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
