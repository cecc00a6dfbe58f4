package io.harden4j.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * How long the calling thread has been at work: what is left of a duration on a machine that others use too, so that a bound on it does not fail where the
 * machine is busy. Waiting does not count, nor does the work of other threads. Where the JVM cannot tell, it is the time that has passed.
 *
 * <p>Not thread-safe: it is read by the thread that started it.
 */
public final class ProcessorTime {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long start = now();

  private ProcessorTime() {}

  /** Starts to count. */
  public static ProcessorTime start() {
    return new ProcessorTime();
  }

  /** Returns how long this thread has worked since. */
  public Duration elapsed() {
    return Duration.ofNanos(now() - start);
  }

  private static long now() {
    return THREADS.isCurrentThreadCpuTimeSupported()
        ? THREADS.getCurrentThreadCpuTime()
        : System.nanoTime();
  }
}
