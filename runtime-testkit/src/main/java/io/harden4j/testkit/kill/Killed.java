package io.harden4j.testkit.kill;

import java.util.List;

/**
 * A child after its end.
 *
 * @param plan     where it was to be killed
 * @param reached  whether it came there; if not, it ran to its end
 * @param said     lines it wrote to its standard output before, without the announcements of points
 * @param exitCode what the system reports: 137 after SIGKILL
 */
public record Killed(KillPlan plan, boolean reached, List<String> said, int exitCode) {
  /** Exit code of a process that SIGKILL ended. */
  public static final int SIGKILL = 137;

  /** Copies the lines. */
  public Killed {
    said = List.copyOf(said);
  }
}
