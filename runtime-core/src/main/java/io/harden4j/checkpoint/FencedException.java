package io.harden4j.checkpoint;

/** The lease is no longer the newest, or has ended: somebody else may own the thread. Nothing was written. */
public final class FencedException extends CheckpointStoreException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for a refused lease. */
  public FencedException(Lease lease) {
    super("the lease with fence " + lease.fence() + " on thread '"
        + lease.thread().threadId() + "' is over; nothing was written."
        + " Acquire the thread again and read its head before you go on");
  }
}
