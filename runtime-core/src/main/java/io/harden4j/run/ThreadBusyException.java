package io.harden4j.run;

import io.harden4j.AgentRuntimeException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import java.time.Instant;

/** Another process or run works on the thread; nothing was changed. */
public final class ThreadBusyException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Lease lease;

  ThreadBusyException(Lease lease) {
    super("thread '" + lease.thread().threadId() + "' is held by process "
        + lease.owner().pid() + " on " + lease.owner().host() + " ("
        + lease.owner().name() + ") until " + lease.until()
        + " unless renewed; wait for it, use whenBusy(BusyPolicy.QUEUE), or cancel that run");
    this.lease = lease;
  }

  /** Returns who holds it. */
  public Owner owner() {
    return lease.owner();
  }

  /** Returns until when, unless renewed. */
  public Instant until() {
    return lease.until();
  }
}
