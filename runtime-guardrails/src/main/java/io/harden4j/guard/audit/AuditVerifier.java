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
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the chain that a {@link FileAuditSink} or {@link JdbcAuditSink} wrote. By itself a chain shows what was edited, deleted from its middle or beginning, or
 * moved; for a cut end or a chain that was written anew it needs an {@link AuditHead} that was kept elsewhere, or the statements that {@link SignedAudit} made. Reads a
 * file once, without a lock.
 */
public final class AuditVerifier {
  private AuditVerifier() {}

  /**
   * Checks that each line is as it was written and follows the one before it. A file that does not exist is a chain without records.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public static AuditReport verify(Path file) {
    return verify(file, Map.of());
  }

  /** Checks the same, and that the chain holds {@code kept}, the head it had once. */
  public static AuditReport verify(Path file, AuditHead kept) {
    return verify(file, Map.of(kept.sequence(), kept.hash()));
  }

  /**
   * Checks the same, and that the chain holds every head that was signed for the tenant.
   *
   * @param statements lines that a {@link SignedAudit.CheckpointSink} kept, of any tenants
   */
  public static AuditReport verify(
      Path file, String tenant, List<String> statements, PublicKey ed25519) {
    Map<Long, String> kept = new HashMap<>();
    Optional<AuditReport> bad = collect(tenant, statements, ed25519, kept);
    return bad.isPresent() ? bad.get() : verify(file, kept);
  }

  /** Checks lines that do not stand in a file, such as those of a {@link JdbcAuditSink}, against the statements. */
  public static AuditReport verify(
      Iterable<String> lines, String tenant, List<String> statements, PublicKey ed25519) {
    Map<Long, String> kept = new HashMap<>();
    Optional<AuditReport> bad = collect(tenant, statements, ed25519, kept);
    return bad.orElseGet(() -> walk(lines, kept));
  }

  /** Checks lines that do not stand in a file by themselves. */
  public static AuditReport verify(Iterable<String> lines) {
    return walk(lines, Map.of());
  }

  private static AuditReport walk(Iterable<String> lines, Map<Long, String> kept) {
    AuditWalk walk = new AuditWalk(kept);
    for (String line : lines) {
      walk.step(line);
      if (walk.isBroken()) {
        break;
      }
    }
    return walk.report(true);
  }

  private static Optional<AuditReport> collect(
      String tenant, List<String> statements, PublicKey key, Map<Long, String> kept) {
    for (int i = 0; i < statements.size(); i++) {
      Optional<AuditCheckpoint> read = AuditCheckpoint.read(statements.get(i));
      if (read.isEmpty() || !read.get().isSignedBy(key)) {
        return Optional.of(AuditReport.broken(
            i, Kind.FORGED, "statement " + (i + 1) + " is not signed with this key"));
      }
      AuditHead head = read.get().head();
      if (!read.get().tenant().equals(tenant)) {
        continue;
      }
      String other = kept.put(head.sequence(), head.hash());
      if (other != null && !other.equals(head.hash())) {
        return Optional.of(AuditReport.broken(
            i, Kind.REWRITTEN, "two statements name different records " + head.sequence()));
      }
    }
    return Optional.empty();
  }

  private static AuditReport verify(Path file, Map<Long, String> kept) {
    AuditWalk walk = new AuditWalk(kept);
    boolean complete;
    try (BufferedReader reader = new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      complete = lines(reader, walk);
    } catch (NoSuchFileException e) {
      complete = true; // a chain without records; heads that were kept tell whether there were some
    } catch (IOException e) {
      throw new UncheckedIOException("audit trail " + file + " cannot be read", e);
    }
    return walk.report(complete);
  }

  /** Returns whether the last line ended with a line feed. */
  private static boolean lines(BufferedReader reader, AuditWalk walk) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      if (c != '\n') {
        line.append((char) c);
      } else {
        walk.step(line.toString());
        line.setLength(0);
        if (walk.isBroken()) {
          return true;
        }
      }
    }
    return line.length() == 0;
  }
}
