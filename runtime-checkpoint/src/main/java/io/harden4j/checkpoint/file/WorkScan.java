package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.Work;
import io.harden4j.checkpoint.WorkQuery;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds work in the store's directory. A log is read again only when its file has changed; the others cost a look at their attributes. Thread-safe. */
final class WorkScan {
  private static final Logger LOG = LoggerFactory.getLogger(WorkScan.class);

  /** A file as it was when its thread was looked at. */
  private record Seen(Stamp stamp, ThreadKey thread, Waits waits) {}

  /** What changes when a log does: appended ones are longer, replaced ones are other files. */
  private record Stamp(
      long size, Instant modified, @Nullable Object file) {
    static Stamp of(BasicFileAttributes a) {
      return new Stamp(a.size(), a.lastModifiedTime().toInstant(), a.fileKey());
    }
  }

  private final Layout layout;
  private final ThreadLogs logs;
  private final Map<Path, Seen> seen = new ConcurrentHashMap<>();

  WorkScan(Layout layout, ThreadLogs logs) {
    this.layout = layout;
    this.logs = logs;
  }

  /** Returns what looks like work; who claims it looks again under the thread's lock. */
  List<Work> find(WorkQuery query, Instant now) {
    List<Work> found = new ArrayList<>();
    try {
      Set<Path> present = new HashSet<>();
      for (Path tenant : tenants(query)) {
        scan(tenant, query, now, found, present);
      }
      if (query.tenants().isEmpty()) {
        seen.keySet().retainAll(present);
      }
    } catch (IOException e) {
      throw new CheckpointStoreException(
          "cannot look for work in " + layout.root() + ": " + e.getMessage(), e);
    }
    return found;
  }

  private List<Path> tenants(WorkQuery query) throws IOException {
    if (!query.tenants().isEmpty()) {
      return query.tenants().stream().map(layout::threads).toList();
    }
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> dirs = Files.newDirectoryStream(layout.tenants())) {
      dirs.forEach(dir -> all.add(dir.resolve("threads")));
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return all;
  }

  private void scan(Path dir, WorkQuery query, Instant now, List<Work> found, Set<Path> present)
      throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*.log")) {
      for (Path log : files) {
        present.add(log);
        Seen there = look(log);
        if (there != null
            && query.hasRoomFor(there.thread().tenant())
            && !there.waits().isTaken(now)) {
          there.waits().work(there.thread(), query.now()).stream()
              .filter(query::matches)
              .forEach(found::add);
        }
      }
    } catch (NoSuchFileException e) {
      // The tenant has no threads, or the last one has just gone.
    }
  }

  private @Nullable Seen look(Path log) throws IOException {
    Stamp stamp;
    try {
      stamp = Stamp.of(Files.readAttributes(log, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return null;
    }
    Seen before = seen.get(log);
    if (before != null && before.stamp().equals(stamp)) {
      return before;
    }
    Seen fresh = read(log, stamp);
    if (fresh != null) {
      seen.put(log, fresh);
    }
    return fresh;
  }

  /** Reads a log after its attributes: if it changes in between, the next look reads it again. One damaged log does not hold the others up. */
  private @Nullable Seen read(Path log, Stamp stamp) {
    ThreadKey thread = new ThreadKey("?", log.getFileName().toString());
    try {
      ThreadKey named = logs.thread(log);
      if (named == null) {
        return null;
      }
      thread = named;
      return new Seen(stamp, named, logs.read(named, (index, items) -> Waits.of(index)));
    } catch (CheckpointStoreException e) {
      LOG.warn("no work is looked for in {}: {}", log, e.getMessage());
      return new Seen(stamp, thread, Waits.NOTHING);
    }
  }
}
