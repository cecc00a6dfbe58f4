package io.harden4j.checkpoint.retention;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept of a tenant's threads. Immutable; without options everything is kept. A thread that is held by somebody is never touched, a suspended or
 * running one only where the policy names that status.
 *
 * <pre>{@code
 * RetentionPolicy.builder()
 *     .keepPerBranch(20)                                        // prune ended threads to 20 checkpoints a branch
 *     .deleteAfter(Duration.ofDays(30), RunStatus.COMPLETED, RunStatus.CANCELLED)
 *     .deleteAfter(Duration.ofDays(365), RunStatus.SUSPENDED)   // said so, so it is done
 *     .build();
 * }</pre>
 */
public final class RetentionPolicy {
  /** Keeps everything. */
  public static final RetentionPolicy KEEP_ALL = builder().build();

  private static final Set<RunStatus> ENDED = EnumSet.of(
      RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELLED, RunStatus.OUT_OF_BUDGET);

  private final int keepPerBranch;
  private final Set<RunStatus> pruned;
  private final Map<RunStatus, Duration> deleted;

  private RetentionPolicy(Builder b) {
    this.keepPerBranch = b.keepPerBranch;
    this.pruned = Set.copyOf(b.pruned);
    this.deleted = Map.copyOf(b.deleted);
  }

  /** Returns the options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Options of a policy. Not thread-safe. */
  public static final class Builder {
    private int keepPerBranch;
    private Set<RunStatus> pruned = EnumSet.noneOf(RunStatus.class);
    private final Map<RunStatus, Duration> deleted = new EnumMap<>(RunStatus.class);

    private Builder() {}

    /** Keeps this many checkpoints on each branch, 1 or more, of threads that have ended (completed, failed, cancelled or out of budget). */
    public Builder keepPerBranch(int newest) {
      return keepPerBranch(newest, ENDED);
    }

    /** Keeps this many checkpoints on each branch, 1 or more, of threads all of whose branches have one of these statuses. */
    public Builder keepPerBranch(int newest, Collection<RunStatus> statuses) {
      if (newest < 1) {
        throw new IllegalArgumentException("keepPerBranch is " + newest
            + "; the head at least must stay: pass 1 or more, or use deleteAfter");
      }
      keepPerBranch = newest;
      pruned = statuses.isEmpty() ? EnumSet.noneOf(RunStatus.class) : EnumSet.copyOf(statuses);
      return this;
    }

    /** Deletes a thread this long after its newest checkpoint, if its branches have these statuses. Call it again for others. */
    public Builder deleteAfter(Duration age, RunStatus... statuses) {
      if (age.isNegative()) {
        throw new IllegalArgumentException("the age is " + age + "; pass zero or more");
      }
      for (RunStatus status : statuses) {
        deleted.put(status, age);
      }
      return this;
    }

    /** Returns the policy. */
    public RetentionPolicy build() {
      return new RetentionPolicy(this);
    }
  }

  int keepPerBranch() {
    return keepPerBranch;
  }

  Set<RunStatus> pruned() {
    return pruned;
  }

  Set<RunStatus> deleted() {
    return deleted.keySet();
  }

  /** Returns the least age at which anything is deleted. */
  Optional<Duration> leastAge() {
    return deleted.values().stream().min(Duration::compareTo);
  }

  /** Says whether a thread with these heads has been kept for long enough. */
  boolean deletes(Collection<CheckpointInfo> heads, Instant now) {
    return !heads.isEmpty()
        && heads.stream().allMatch(h -> {
          Duration age = deleted.get(h.status());
          return age != null && !h.at().plus(age).isAfter(now);
        });
  }

  /** Says whether old checkpoints of a thread with these heads may go. */
  boolean prunes(Collection<CheckpointInfo> heads) {
    return keepPerBranch > 0
        && !heads.isEmpty()
        && heads.stream().allMatch(h -> pruned.contains(h.status()));
  }
}
