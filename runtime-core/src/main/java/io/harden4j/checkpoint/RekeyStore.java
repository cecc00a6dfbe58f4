package io.harden4j.checkpoint;

import java.util.function.BiFunction;

/**
 * A store that can seal what it holds anew, so that keys can be rotated. Optional: a {@link CheckpointStore} implements it too.
 *
 * <p>The store knows where each payload belongs ({@link PayloadAddress}) and how to replace it; what becomes of it is the function's
 * business. {@link Reencryption} applies a function to every payload of a record, so that stores agree on what is visited: values of key
 * entries in all checkpoints that are kept, inputs and control labels of planned tasks and joins, writes of task records and the inputs and
 * control labels of the tasks they ask for, questions and answers (those inside task records too), requests and results of effects
 * (earlier states that an older checkpoint sees too).
 *
 * <p>Implementations pass the group "rekey" of {@code CheckpointStoreContract}, in runtime-testkit.
 */
public interface RekeyStore {
  /**
   * Replaces every stored payload of the lease's thread by what {@code f} makes of it. Nothing else changes: not the names, numbers and times of
   * checkpoints, not a question's revision, not the lease.
   *
   * <p><b>Readers</b> go on, without a lease; they see each payload as it was or as it became, never a half, and never a record of which
   * some payloads are missing. An answer that comes meanwhile is kept.
   *
   * <p><b>Crash and failure.</b> Each record is replaced as a whole; a store may replace all records of the thread in one transaction, or in
   * several. If the process dies or {@code f} throws, some records are replaced and some are not: what {@code f} returns
   * and what it was given must both be readable until a call has returned. Calling again does the rest.
   *
   * @param lease the newest lease of the thread
   * @param f     gives the new payload of an address; returns its argument (or an equal payload) for "leave it". It may be called several
   *     times for an address, on this thread only, and must not call the store
   * @return how many stored payloads were replaced; one that is stored in two records counts twice. 0 if there was nothing to do
   * @throws FencedException if the lease is over; nothing is changed
   * @throws RuntimeException what {@code f} throws
   */
  long reencrypt(Lease lease, BiFunction<PayloadAddress, Payload, Payload> f);
}
