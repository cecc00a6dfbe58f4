package io.harden4j.guard.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of a trail, for reading; verify the trail first. Immutable.
 *
 * @param all in their order
 */
public record AuditRecords(List<Entry> all) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One record.
   *
   * @param line      as it was written
   * @param arguments the opened arguments; empty if none were kept, no keys were given, or their key was destroyed
   */
  public record Entry(String line, Optional<String> arguments) {
    /** Returns a field, such as {@code tool}, or an empty text. */
    public String text(String field) {
      return AuditRecords.read(line).path(field).asText();
    }
  }

  /** Copies the list. */
  public AuditRecords {
    all = List.copyOf(all);
  }

  /** Reads lines without opening arguments. */
  public static AuditRecords of(List<String> lines) {
    return new AuditRecords(
        lines.stream().map(line -> new Entry(line, Optional.empty())).toList());
  }

  /** Reads lines and opens the arguments whose keys are still there. */
  public static AuditRecords of(List<String> lines, AuditKeys keys) {
    AuditVault vault = new AuditVault(keys);
    List<Entry> entries = new ArrayList<>();
    for (String line : lines) {
      JsonNode node = read(line);
      Optional<String> opened = node.has("payload")
          ? vault.open(
              node.path("tenant").asText(),
              node.path("sequence").asLong(),
              node.path("key").asText(),
              node.path("payload").asText())
          : Optional.empty();
      entries.add(new Entry(line, opened));
    }
    return new AuditRecords(entries);
  }

  /** Returns the records of a run. */
  public AuditRecords ofRun(String run) {
    return new AuditRecords(
        all.stream().filter(entry -> entry.text("run").equals(run)).toList());
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
