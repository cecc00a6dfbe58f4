package io.harden4j.checkpoint;

import java.util.function.Consumer;

/**
 * A store that tells of what other processes do, so that nobody needs to look often. Optional: a {@link CheckpointStore} implements it too. A {@code
 * RunWorker} on such a store goes on with a thread at once when its last answer arrives, in whatever process it was given; on others it finds out with
 * its next look.
 *
 * <p><b>A hint.</b> What is told may be told late, or again; while the connection to the backend is broken, it is not told at all, and when it is back,
 * watchers of work are told to look. Whoever must not miss an answer also looks now and then, as a worker does.
 *
 * <p><b>Listeners</b> are called on one thread of the store, one after the other: they should return soon. What they throw is logged.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use. Implementations pass the group "watch" of {@code CheckpointStoreContract}, in runtime-testkit.
 */
public interface WatchStore {
  /**
   * Tells of answers to questions that match, from the moment this returns, whoever accepts them.
   *
   * @param query    of its filters all but cursor and limit count; the tenant is mandatory
   * @param onAnswer gets the question's id, after the answer is durable
   */
  Watch watch(InboxQuery query, Consumer<QuestionId> onAnswer);

  /** Tells that there may be work for a {@link WorkStore}, of any tenant: an answer, an event, or a thread that was given back before its run ended. */
  Watch watchWork(Runnable onWork);

  /** A watch that goes on until it is closed. */
  interface Watch extends AutoCloseable {
    /** Ends the watch. Calling it again does nothing. */
    @Override
    void close();
  }
}
