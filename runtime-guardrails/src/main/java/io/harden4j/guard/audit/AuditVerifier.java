package io.harden4j.guard.audit;

import io.harden4j.guard.audit.AuditReport.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks the chain of a file that a {@link FileAuditSink} wrote. By itself a chain shows what was edited, deleted from its middle or beginning, or
 * moved; for a cut end or a chain that was written anew it needs an {@link AuditHead} that was kept elsewhere. Reads the file once, without a lock.
 */
public final class AuditVerifier {
  private AuditVerifier() {}

  /**
   * Checks that each line is as it was written and follows the one before it. A file that does not exist is a chain without records.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public static AuditReport verify(Path file) {
    return verify(file, Optional.empty());
  }

  /** Checks the same, and that the chain holds {@code kept}, the head it had once. */
  public static AuditReport verify(Path file, AuditHead kept) {
    return verify(file, Optional.of(kept));
  }

  private static AuditReport verify(Path file, Optional<AuditHead> kept) {
    Walk walk = new Walk(kept);
    boolean complete;
    try (BufferedReader reader = new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      complete = walk.lines(reader);
    } catch (NoSuchFileException e) {
      complete =
          true; // a chain without records; a head that was kept tells whether there were some
    } catch (IOException e) {
      throw new UncheckedIOException("audit trail " + file + " cannot be read", e);
    }
    return walk.report(complete);
  }

  private static final class Walk {
    private final Optional<AuditHead> kept;
    private final List<AuditReport> found = new ArrayList<>();
    private Optional<AuditLine> last = Optional.empty();
    private long records;
    private boolean metKept;

    Walk(Optional<AuditHead> kept) {
      this.kept = kept;
      this.metKept = kept.map(head -> head.sequence() == 0).orElse(true);
    }

    /** Returns whether the last line ended with a line feed. */
    boolean lines(BufferedReader reader) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        if (c != '\n') {
          line.append((char) c);
        } else {
          step(line.toString());
          line.setLength(0);
          if (!found.isEmpty()) {
            return true;
          }
        }
      }
      return line.length() == 0;
    }

    private void step(String text) {
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
      Optional<AuditHead> here = kept.filter(head -> head.sequence() == line.sequence());
      if (here.isPresent() && !here.get().hash().equals(line.hash())) {
        breakAt(
            Kind.REWRITTEN, "record " + line.sequence() + " is not the one whose head was kept");
        return;
      }
      metKept |= here.isPresent();
      last = Optional.of(line);
      records++;
    }

    private void breakAt(Kind kind, String reason) {
      found.add(AuditReport.broken(records, kind, reason));
    }

    AuditReport report(boolean complete) {
      if (!found.isEmpty()) {
        return found.get(0);
      }
      if (!complete) {
        return AuditReport.broken(records, Kind.TORN, "the last line has no end");
      }
      return metKept
          ? AuditReport.intact(records)
          : AuditReport.broken(
              records,
              Kind.TRUNCATED,
              "the chain ends before record " + kept.map(AuditHead::sequence).orElse(0L));
    }
  }
}
