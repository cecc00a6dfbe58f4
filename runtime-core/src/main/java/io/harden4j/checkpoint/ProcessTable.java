package io.harden4j.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The processes that can be seen from here, and how to tell them from those of other machines and containers. A process that is wrongly taken for dead loses
 * its threads while it works on them, so whatever cannot be told counts as alive.
 *
 * <p>On Linux (proc(5)): the place is the boot of the kernel and the namespace of process ids, because containers share host names, and process ids mean nothing
 * between them; the start of a process is counted from the boot, because the JDK counts it from the wall clock, and so it moves when somebody sets the clock. Elsewhere
 * the JDK is asked.
 */
final class ProcessTable {
  private static final int START = 19; // field 22; the first two are cut off
  private static final long MILLIS_A_TICK = 10;

  private final Path proc;

  ProcessTable(Path proc) {
    this.proc = proc;
  }

  /** Returns what is put behind the name of this host, so that only who sees the same processes has the same; empty where that cannot be told. */
  String place() {
    try {
      String boot = Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
      String namespace = Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString();
      return "/" + Digests.sha256(boot + namespace).substring(0, 12);
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return "";
    }
  }

  /** Returns when a process of this place started, by a clock of the place's own. */
  Instant startOf(ProcessHandle process) {
    Instant start = start(process.pid());
    return start != null
        ? start
        : Instant.ofEpochMilli(
            process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
  }

  /** Says whether a process of this place is gone, or its id belongs to another one now. */
  boolean isGone(long pid, Instant start) {
    if (!Files.exists(proc.resolve("self"))) {
      return ProcessHandle.of(pid).filter(p -> startOf(p).equals(start)).isEmpty();
    } else if (start(1) == null) {
      return false; // processes of others are hidden (hidepid, ProtectProc)
    }
    return !start.equals(start(pid));
  }

  private @Nullable Instant start(long pid) {
    try {
      String stat = Files.readString(proc.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean isDead =
          fields[0].equals("Z") || fields[0].equals("X"); // nobody has asked how it ended
      return isDead ? null : Instant.ofEpochMilli(MILLIS_A_TICK * Long.parseLong(fields[START]));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
