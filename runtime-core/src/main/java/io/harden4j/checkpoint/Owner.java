package io.harden4j.checkpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;

/**
 * A process that may hold leases.
 *
 * @param host         host name
 * @param pid          process id on that host
 * @param processStart start of the process, so that a re-used pid is not mistaken for it; truncated to milliseconds
 * @param name         which runtime inside the process
 */
public record Owner(String host, long pid, Instant processStart, String name) {
  /** Returns this process under a runtime's name. */
  public static Owner thisProcess(String name) {
    ProcessHandle self = ProcessHandle.current();
    return new Owner(hostName(), self.pid(), startOf(self), name);
  }

  /** Says whether this owner ran on this host and its process is gone (or its pid belongs to another process now). */
  public boolean isDeadHere() {
    if (!host.equals(hostName())) {
      return false;
    }
    return ProcessHandle.of(pid).filter(p -> startOf(p).equals(processStart)).isEmpty();
  }

  private static Instant startOf(ProcessHandle process) {
    return Instant.ofEpochMilli(
        process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
