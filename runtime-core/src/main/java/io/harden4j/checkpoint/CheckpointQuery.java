package io.harden4j.checkpoint;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Typed filters of a history listing; all of them must hold. Values are data, never part of a query text. Results come newest first
 * (by time, then sequence number, then thread id).
 *
 * @param tenant    whose checkpoints; mandatory
 * @param threadId  one thread, or null for all of the tenant
 * @param branch    one branch, or null for all
 * @param statuses  any of these, or empty for all
 * @param causes    any of these, or empty for all
 * @param run       one run, or null
 * @param minStep   lowest step, inclusive
 * @param maxStep   highest step, inclusive
 * @param since     made at or after, or null
 * @param until     made before, or null
 * @param tags      all of these with these values
 * @param headsOnly only the newest checkpoint of each branch
 * @param cursor    {@link Page#next()} of the page before, or null
 * @param limit     most items, 1 or more
 */
public record CheckpointQuery(
    String tenant,
    @Nullable String threadId,
    @Nullable String branch,
    Set<RunStatus> statuses,
    Set<Cause> causes,
    @Nullable RunId run,
    int minStep,
    int maxStep,
    @Nullable Instant since,
    @Nullable Instant until,
    Map<String, String> tags,
    boolean headsOnly,
    @Nullable String cursor,
    int limit) {
  /** Items of a page where the caller does not say. */
  public static final int DEFAULT_LIMIT = 100;

  /** Copies the collections. */
  public CheckpointQuery {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + "; ask for 1 item or more");
    }
    statuses = Set.copyOf(statuses);
    causes = Set.copyOf(causes);
    tags = Map.copyOf(tags);
  }

  /** Returns the query for all checkpoints of a thread. */
  public static CheckpointQuery thread(ThreadKey thread) {
    return new CheckpointQuery(
        thread.tenant(),
        thread.threadId(),
        null,
        Set.of(),
        Set.of(),
        null,
        0,
        Integer.MAX_VALUE,
        null,
        null,
        Map.of(),
        false,
        null,
        DEFAULT_LIMIT);
  }

  /** Returns the query for the heads of all branches of all threads of a tenant. */
  public static CheckpointQuery heads(String tenant) {
    return new CheckpointQuery(
        tenant,
        null,
        null,
        Set.of(),
        Set.of(),
        null,
        0,
        Integer.MAX_VALUE,
        null,
        null,
        Map.of(),
        true,
        null,
        DEFAULT_LIMIT);
  }

  /** Returns this query for one branch. */
  public CheckpointQuery onBranch(String newBranch) {
    return new CheckpointQuery(
        tenant, threadId, newBranch, statuses, causes, run, minStep, maxStep, since, until, tags,
        headsOnly, cursor, limit);
  }

  /** Returns this query for these statuses. */
  public CheckpointQuery withStatus(RunStatus... any) {
    return new CheckpointQuery(
        tenant,
        threadId,
        branch,
        Set.of(any),
        causes,
        run,
        minStep,
        maxStep,
        since,
        until,
        tags,
        headsOnly,
        cursor,
        limit);
  }

  /** Returns this query for these causes. */
  public CheckpointQuery withCause(Cause... any) {
    return new CheckpointQuery(
        tenant,
        threadId,
        branch,
        statuses,
        Set.of(any),
        run,
        minStep,
        maxStep,
        since,
        until,
        tags,
        headsOnly,
        cursor,
        limit);
  }

  /** Returns this query for one run. */
  public CheckpointQuery ofRun(RunId newRun) {
    return new CheckpointQuery(
        tenant, threadId, branch, statuses, causes, newRun, minStep, maxStep, since, until, tags,
        headsOnly, cursor, limit);
  }

  /** Returns this query for steps {@code min} to {@code max}, both inclusive. */
  public CheckpointQuery steps(int min, int max) {
    return new CheckpointQuery(
        tenant, threadId, branch, statuses, causes, run, min, max, since, until, tags, headsOnly,
        cursor, limit);
  }

  /** Returns this query for a half-open stretch of time; null leaves an end open. */
  public CheckpointQuery between(@Nullable Instant from, @Nullable Instant to) {
    return new CheckpointQuery(
        tenant, threadId, branch, statuses, causes, run, minStep, maxStep, from, to, tags,
        headsOnly, cursor, limit);
  }

  /** Returns this query for checkpoints that carry all of these tags. */
  public CheckpointQuery tagged(Map<String, String> all) {
    return new CheckpointQuery(
        tenant, threadId, branch, statuses, causes, run, minStep, maxStep, since, until, all,
        headsOnly, cursor, limit);
  }

  /** Returns this query for the page after {@code newCursor}, with at most {@code newLimit} items. */
  public CheckpointQuery page(@Nullable String newCursor, int newLimit) {
    return new CheckpointQuery(
        tenant, threadId, branch, statuses, causes, run, minStep, maxStep, since, until, tags,
        headsOnly, newCursor, newLimit);
  }

  /** Says whether {@code c} passes all filters but {@link #headsOnly}. */
  public boolean matches(CheckpointInfo c) {
    return c.ref().thread().tenant().equals(tenant)
        && (threadId == null || threadId.equals(c.ref().thread().threadId()))
        && (branch == null || branch.equals(c.ref().branch()))
        && (statuses.isEmpty() || statuses.contains(c.status()))
        && (causes.isEmpty() || causes.contains(c.cause()))
        && (run == null || run.equals(c.run()))
        && c.step() >= minStep
        && c.step() <= maxStep
        && (since == null || !c.at().isBefore(since))
        && (until == null || c.at().isBefore(until))
        && c.tags().entrySet().containsAll(tags.entrySet());
  }
}
