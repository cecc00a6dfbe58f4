package io.harden4j.checkpoint;

import java.time.Duration;
import java.util.List;

/**
 * A store that finds threads for workers: those a dead process left, and those whose wait is over. Optional; a {@code RunWorker} needs it.
 *
 * <p><b>What is work.</b> A head on any branch is work while no lease is in force on its thread (one of a dead process on this host is not) and
 * either
 *
 * <ul>
 *   <li>it is RUNNING, and its cause is not {@link Cause#FORK}: {@link Claim.Reason#LEFT}. A fork is left to whoever made it; or
 *   <li>it is SUSPENDED, and some task of its frontier has in the head's epoch one question or more, none of them open at {@link WorkQuery#now()},
 *       and no SUCCEEDED record: {@link Claim.Reason#READY}. A timer is a question that is only waited for, so its end makes its task ready.
 * </ul>
 *
 * Heads that are COMPLETED, FAILED, CANCELLED or OUT_OF_BUDGET are never claimed: somebody decides about them.
 *
 * <p><b>Order.</b> In turn by tenant, beginning behind {@link WorkQuery#after()}; inside a tenant oldest head first. See {@link WorkQuery#inTurn}.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use. Of many workers that claim at once, in any processes, one gets a thread. Implementations extend
 * {@code CheckpointStoreContract} of runtime-testkit, whose group W is for them.
 */
public interface WorkStore {
  /**
   * Takes threads that have work, each with its lease, atomically with the look at its head.
   *
   * @param ttl of the leases
   * @return at most {@link WorkQuery#limit()} claims, of one branch of a thread each; the caller works on them or releases them
   */
  List<Claim> claim(Owner owner, Duration ttl, WorkQuery query);
}
