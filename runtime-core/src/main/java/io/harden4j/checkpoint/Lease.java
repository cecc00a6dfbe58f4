package io.harden4j.checkpoint;

import java.time.Instant;

/**
 * The right to change a thread. Every mutation carries it; a store refuses one whose fence is not the newest.
 *
 * @param thread the thread
 * @param owner  who holds it
 * @param fence  store-wide number, never re-used, higher with each take-over, surviving deletion of the thread
 * @param until  when it ends unless renewed
 */
public record Lease(ThreadKey thread, Owner owner, long fence, Instant until) {}
