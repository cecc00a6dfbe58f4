package io.harden4j.checkpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A process that may hold leases.
 *
 * @param host         host name; on Linux with a mark of the kernel's boot and of the namespace of process ids, so that containers of one name are told apart
 * @param pid          process id on that host
 * @param processStart start of the process by a clock of that host, in milliseconds (on Linux since its boot), so that a re-used pid is not mistaken for it
 * @param name         which runtime inside the process
 */
public record Owner(String host, long pid, Instant processStart, String name) {
  private static final ProcessTable PROCESSES = new ProcessTable(Path.of("/proc"));
  private static final String HERE = hostName() + PROCESSES.place();

  /** Returns this process under a runtime's name. */
  public static Owner thisProcess(String name) {
    ProcessHandle self = ProcessHandle.current();
    return new Owner(HERE, self.pid(), PROCESSES.startOf(self), name);
  }

  /**
   * Says whether this owner ran on this host and its process is gone (or its pid belongs to another process now). What cannot be seen from here, such as
   * the processes of another container, is not dead: its lease ends by itself.
   */
  public boolean isDeadHere() {
    return host.equals(HERE) && PROCESSES.isGone(pid, processStart);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
