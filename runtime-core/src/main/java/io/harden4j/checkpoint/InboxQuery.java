package io.harden4j.checkpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Typed filters over open questions; all must hold. Results come oldest first.
 *
 * @param tenant   whose questions; mandatory
 * @param threadId one thread, or null
 * @param kind     one kind, or null for all that are for people ({@link Question#isForPeople})
 * @param audience one role, or null for all
 * @param before   asked before this instant, or null
 * @param cursor   {@link Page#next()} of the page before, or null
 * @param limit    most items, 1 or more
 */
public record InboxQuery(
    String tenant,
    @Nullable String threadId,
    @Nullable String kind,
    @Nullable String audience,
    @Nullable Instant before,
    @Nullable String cursor,
    int limit) {
  /** Checks the limit. */
  public InboxQuery {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + "; ask for 1 item or more");
    }
  }

  /** Returns the query for all open questions of a tenant. */
  public static InboxQuery tenant(String tenant) {
    return new InboxQuery(tenant, null, null, null, null, null, CheckpointQuery.DEFAULT_LIMIT);
  }

  /** Returns the query for the open questions of a thread. */
  public static InboxQuery thread(ThreadKey thread) {
    return new InboxQuery(
        thread.tenant(), thread.threadId(), null, null, null, null, CheckpointQuery.DEFAULT_LIMIT);
  }

  /** Returns this query for one kind of question. */
  public InboxQuery ofKind(String newKind) {
    return new InboxQuery(tenant, threadId, newKind, audience, before, cursor, limit);
  }

  /** Returns this query for questions to one role; empty for those to anyone. */
  public InboxQuery to(String role) {
    return new InboxQuery(tenant, threadId, kind, role, before, cursor, limit);
  }

  /** Returns this query for questions that were asked before an instant. */
  public InboxQuery askedBefore(Instant instant) {
    return new InboxQuery(tenant, threadId, kind, audience, instant, cursor, limit);
  }

  /** Returns this query for the page after {@code newCursor}, with at most {@code newLimit} items. */
  public InboxQuery page(@Nullable String newCursor, int newLimit) {
    return new InboxQuery(tenant, threadId, kind, audience, before, newCursor, newLimit);
  }

  /** Says whether {@code q}, taken to be open, passes all filters. */
  public boolean matches(Question q) {
    return q.id().tenant().equals(tenant)
        && (threadId == null || threadId.equals(q.task().thread().threadId()))
        && (kind == null ? Question.isForPeople(q.kind()) : kind.equals(q.kind()))
        && (audience == null || audience.equals(q.audience()))
        && (before == null || q.askedAt().isBefore(before));
  }
}
