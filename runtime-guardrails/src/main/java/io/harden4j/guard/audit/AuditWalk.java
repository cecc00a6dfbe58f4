package io.harden4j.guard.audit;

import io.harden4j.guard.audit.AuditReport.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Goes along a chain, line by line, and stops at the first that does not fit. Serves one chain; not thread-safe. */
final class AuditWalk {
  private final SortedMap<Long, String> kept = new TreeMap<>();
  private final List<AuditReport> found = new ArrayList<>();
  private Optional<AuditLine> last = Optional.empty();
  private long records;

  /** Begins with the hashes that the chain had, by sequence. */
  AuditWalk(Map<Long, String> kept) {
    this.kept.putAll(kept);
    this.kept.remove(0L);
  }

  boolean isBroken() {
    return !found.isEmpty();
  }

  void step(String text) {
    Optional<AuditLine> read = AuditLine.read(text);
    if (read.isEmpty()) {
      breakAt(Kind.EDITED, "the line's hash does not fit its text");
      return;
    }
    AuditLine line = read.get();
    AuditHead before = last.map(AuditLine::head).orElseGet(() -> AuditHead.empty(line.tenant()));
    if (line.sequence() > before.sequence() + 1) {
      breakAt(
          Kind.MISSING,
          "record " + (before.sequence() + 1) + " is expected, record " + line.sequence()
              + " stands here");
    } else if (line.sequence() <= before.sequence()) {
      breakAt(
          Kind.MOVED, "record " + line.sequence() + " stands behind record " + before.sequence());
    } else if (!line.previous().equals(before.hash())) {
      breakAt(
          Kind.MOVED,
          "record " + line.sequence()
              + " was written behind another record than the one before it");
    } else {
      accept(line);
    }
  }

  private void accept(AuditLine line) {
    String hash = kept.remove(line.sequence());
    if (hash != null && !hash.equals(line.hash())) {
      breakAt(Kind.REWRITTEN, "record " + line.sequence() + " is not the one whose head was kept");
      return;
    }
    last = Optional.of(line);
    records++;
  }

  private void breakAt(Kind kind, String reason) {
    found.add(AuditReport.broken(records, kind, reason));
  }

  /** Ends, and says whether the last line had an end. */
  AuditReport report(boolean complete) {
    if (!found.isEmpty()) {
      return found.get(0);
    }
    if (!complete) {
      return AuditReport.broken(records, Kind.TORN, "the last line has no end");
    }
    return kept.isEmpty()
        ? AuditReport.intact(records)
        : AuditReport.broken(
            records, Kind.TRUNCATED, "the chain ends before record " + kept.lastKey());
  }
}
