package io.harden4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.checkpoint.file.FileCheckpointStore;
import io.harden4j.checkpoint.jdbc.SqliteCheckpointStore;
import io.harden4j.guard.audit.AuditKeys;
import io.harden4j.guard.audit.AuditRecords;
import io.harden4j.guard.audit.FileAuditKeys;
import io.harden4j.guard.audit.RecordedCall;
import io.harden4j.guard.audit.RecordedCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Finds out what a user named as the source of recorded calls, and reads it. */
final class SimulationSource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SQLITE = "SQLite format 3";

  private final Path path;
  private final Arguments given;

  SimulationSource(Path path, Arguments given) {
    this.path = path;
    this.given = given;
  }

  /** Returns the calls, or empty if the file is a table. */
  Optional<RecordedCalls> read() {
    try {
      if (Files.isDirectory(path)) {
        return Optional.of(Files.isDirectory(path.resolve("locks")) ? files() : recordings());
      }
      String start = start();
      if (start.startsWith(SQLITE)) {
        return Optional.of(database());
      } else if (start.startsWith("PK")) {
        return Optional.of(pack());
      }
      return start.startsWith("{") ? Optional.of(lines(start)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String start() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(300), StandardCharsets.ISO_8859_1).stripLeading();
    }
  }

  private RecordedCalls files() {
    try (CheckpointStore store = FileCheckpointStore.open(path)) {
      return RecordedCalls.ofStore(store, given.required("tenant"), PayloadCipher.NONE);
    }
  }

  private RecordedCalls database() {
    try (CheckpointStore store = SqliteCheckpointStore.open(path)) {
      return RecordedCalls.ofStore(store, given.required("tenant"), PayloadCipher.NONE);
    }
  }

  /** Each file has texts of its own. */
  private RecordedCalls recordings() throws IOException {
    List<RecordedCall> calls = new ArrayList<>();
    long unreadable = 0;
    try (Stream<Path> found = Files.list(path)) {
      for (Path file : found
          .filter(f -> f.getFileName().toString().matches("calls-.*\\.jsonl"))
          .sorted()
          .toList()) {
        RecordedCalls read = RecordedCalls.of(Files.readAllLines(file), keys());
        calls.addAll(read.calls());
        unreadable += read.unreadable();
      }
    }
    if (calls.isEmpty() && unreadable == 0) {
      throw new UsageException(
          "in '" + Shown.line(path.toString())
              + "' there is neither a checkpoint store nor a recording of CallRecorder (calls-*.jsonl)");
    }
    return new RecordedCalls(calls, unreadable);
  }

  private RecordedCalls lines(String start) throws IOException {
    List<String> lines = Files.readAllLines(path);
    return start.contains("\"previous\":")
        ? RecordedCalls.ofTrail(
            keys()
                .map(keys -> AuditRecords.of(lines, keys))
                .orElseGet(() -> AuditRecords.of(lines)),
            roles())
        : RecordedCalls.of(lines, keys());
  }

  private RecordedCalls pack() throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      Map<Long, String> arguments = new HashMap<>();
      for (String line : entry(zip, "arguments.jsonl")) {
        JsonNode node = JSON.readTree(line);
        arguments.put(node.path("sequence").asLong(), node.path("arguments").asText());
      }
      List<AuditRecords.Entry> entries = new ArrayList<>();
      for (String line : entry(zip, "records.jsonl")) {
        long sequence = JSON.readTree(line).path("sequence").asLong();
        entries.add(new AuditRecords.Entry(line, Optional.ofNullable(arguments.get(sequence))));
      }
      return RecordedCalls.ofTrail(new AuditRecords(entries), roles());
    } catch (JsonProcessingException e) {
      throw new UsageException("'" + Shown.line(path.toString()) + "' is no incident pack");
    }
  }

  private static List<String> entry(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return List.of();
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private Optional<AuditKeys> keys() {
    return given.option("keys").map(folder -> FileAuditKeys.in(Arguments.path(folder)));
  }

  private Set<String> roles() {
    return Set.of(given.required("roles").split(",", -1));
  }
}
