package io.harden4j.run;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.effect.Budget;
import io.harden4j.identity.Ids;
import io.harden4j.identity.Principal;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How one call of {@code run} or {@code resume} is done. Immutable; each method returns a changed copy. Start with {@link #thread}. */
public final class RunOptions {
  private final String threadId;
  private final String branch;
  private final @Nullable Principal principal;
  private final @Nullable String subject;
  private final @Nullable Budget budget;
  private final @Nullable Durability durability;
  private final @Nullable Duration deadline;
  private final FailureMode failureMode;
  private final BusyPolicy busyPolicy;
  private final Duration patience;
  private final @Nullable Consumer<RunEvent> listener;
  private final @Nullable RunEventBuffer events;
  private final String traceparent;

  private RunOptions(Builder b) {
    this.threadId = b.threadId;
    this.branch = b.branch;
    this.principal = b.principal;
    this.subject = b.subject;
    this.budget = b.budget;
    this.durability = b.durability;
    this.deadline = b.deadline;
    this.failureMode = b.failureMode;
    this.busyPolicy = b.busyPolicy;
    this.patience = b.patience;
    this.listener = b.listener;
    this.events = b.events;
    this.traceparent = b.traceparent;
  }

  /** Returns options for a thread: your id of the conversation or case. @throws io.harden4j.identity.InvalidIdException if it cannot be an id */
  public static RunOptions thread(String threadId) {
    return new RunOptions(new Builder(Ids.require("threadId", threadId)));
  }

  /** Returns options for a thread of the runtime itself, too. */
  static RunOptions of(io.harden4j.checkpoint.ThreadKey thread, String branch) {
    Builder b = new Builder(thread.threadId());
    b.branch = branch;
    return new RunOptions(b);
  }

  /** Returns options for a new thread with a random id. */
  public static RunOptions newThread() {
    return thread(UUID.randomUUID().toString());
  }

  private RunOptions with(Consumer<Builder> change) {
    Builder b = new Builder(this);
    change.accept(b);
    return new RunOptions(b);
  }

  /** Runs for this principal. Default: the runtime's default principal, else an error. */
  public RunOptions as(Principal who) {
    return with(b -> b.principal = who);
  }

  /**
   * Names the person whose data the thread holds, so that all of a person's threads can be found and deleted. Set by the first run of a thread, ignored by later
   * ones. Stored in clear: pass a pseudonym where an id tells too much. Default: the principal's id.
   */
  public RunOptions subject(String id) {
    return with(b -> b.subject = Ids.require("subject", id));
  }

  /** Runs on this branch; default {@value CheckpointRef#MAIN}. */
  public RunOptions branch(String name) {
    return with(b -> b.branch = Ids.require("branch", name));
  }

  /** Bounds the run; default: for a resume what the run was started with, else the runtime's budget. */
  public RunOptions budget(Budget most) {
    return with(b -> b.budget = most);
  }

  /** Sets when things become durable; default: for a resume what the run was started with, else the runtime's. */
  public RunOptions durability(Durability mode) {
    return with(b -> b.durability = mode);
  }

  /** Cancels this segment after this time; default: no deadline but the budget's wall clock. */
  public RunOptions deadline(Duration after) {
    return with(b -> b.deadline = after);
  }

  /** Sets what happens to the siblings of a failed task; default {@link FailureMode#LET_SIBLINGS_FINISH}. */
  public RunOptions onFailure(FailureMode mode) {
    return with(b -> b.failureMode = mode);
  }

  /** Sets what happens on a busy or suspended thread; default {@link BusyPolicy#REFUSE}. */
  public RunOptions whenBusy(BusyPolicy policy) {
    return with(b -> b.busyPolicy = policy);
  }

  /** Sets how long {@link BusyPolicy#QUEUE} waits; default one minute. */
  public RunOptions patience(Duration most) {
    return with(b -> b.patience = most);
  }

  /** Tells this listener everything, on a thread of its own, through a bounded buffer that never blocks the run. */
  public RunOptions onEvent(Consumer<RunEvent> consumer) {
    return with(b -> b.listener = consumer);
  }

  /** Puts everything that happens into this buffer, to be read by the caller. */
  public RunOptions events(RunEventBuffer buffer) {
    return with(b -> b.events = buffer);
  }

  /** Continues a W3C trace of the caller. */
  public RunOptions traceparent(String parent) {
    return with(b -> b.traceparent = parent);
  }

  /** Returns the thread's id. */
  public String threadId() {
    return threadId;
  }

  /** Returns the branch. */
  public String branch() {
    return branch;
  }

  /** Returns who the run is for, if set here. */
  public Optional<Principal> principal() {
    return Optional.ofNullable(principal);
  }

  /** Returns whose data the thread holds, if set here. */
  public Optional<String> subject() {
    return Optional.ofNullable(subject);
  }

  /** Returns the budget, if set here. */
  public Optional<Budget> budget() {
    return Optional.ofNullable(budget);
  }

  /** Returns the durability, if set here. */
  public Optional<Durability> durability() {
    return Optional.ofNullable(durability);
  }

  /** Returns the deadline, if set. */
  public Optional<Duration> deadline() {
    return Optional.ofNullable(deadline);
  }

  /** Returns what happens to siblings of a failed task. */
  public FailureMode failureMode() {
    return failureMode;
  }

  /** Returns what happens on a busy thread. */
  public BusyPolicy busyPolicy() {
    return busyPolicy;
  }

  /** Returns how long to queue. */
  public Duration patience() {
    return patience;
  }

  /** Returns the listener, if set. */
  public Optional<Consumer<RunEvent>> listener() {
    return Optional.ofNullable(listener);
  }

  /** Returns the event buffer, if set. */
  public Optional<RunEventBuffer> events() {
    return Optional.ofNullable(events);
  }

  /** Returns the caller's trace context, or empty text. */
  public String traceparent() {
    return traceparent;
  }

  private static final class Builder {
    private final String threadId;
    private String branch = CheckpointRef.MAIN;
    private @Nullable Principal principal;
    private @Nullable String subject;
    private @Nullable Budget budget;
    private @Nullable Durability durability;
    private @Nullable Duration deadline;
    private FailureMode failureMode = FailureMode.LET_SIBLINGS_FINISH;
    private BusyPolicy busyPolicy = BusyPolicy.REFUSE;
    private Duration patience = Duration.ofMinutes(1);
    private @Nullable Consumer<RunEvent> listener;
    private @Nullable RunEventBuffer events;
    private String traceparent = "";

    private Builder(String threadId) {
      this.threadId = threadId;
    }

    private Builder(RunOptions o) {
      this(o.threadId);
      branch = o.branch;
      principal = o.principal;
      subject = o.subject;
      budget = o.budget;
      durability = o.durability;
      deadline = o.deadline;
      failureMode = o.failureMode;
      busyPolicy = o.busyPolicy;
      patience = o.patience;
      listener = o.listener;
      events = o.events;
      traceparent = o.traceparent;
    }
  }
}
