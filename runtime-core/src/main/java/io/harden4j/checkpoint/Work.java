package io.harden4j.checkpoint;

import java.time.Instant;

/**
 * A head that a store takes for work, before it is claimed. For implementers of {@link WorkStore}.
 *
 * @param thread the thread
 * @param branch the branch
 * @param graph  name of its graph
 * @param at     when the head was made: the oldest of a tenant comes first
 * @param reason why it is work
 */
public record Work(
    ThreadKey thread, String branch, String graph, Instant at, Claim.Reason reason) {}
