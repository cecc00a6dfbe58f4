package io.harden4j.observability.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads trace files, also of runs that are under way or whose process died. */
public final class TraceReader {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, JsonNode> lines = new LinkedHashMap<>();
  private final Map<String, List<String>> children = new LinkedHashMap<>();
  private int unreadable;

  private TraceReader() {}

  /**
   * Reads the file of a run. Lines that are torn or not ours are counted and skipped.
   *
   * @throws UncheckedIOException if there is no such file, or it cannot be read
   */
  public static RunTrace read(Path file) {
    TraceReader reader = new TraceReader();
    // Not Files.newBufferedReader: that refuses the whole file for one byte that is not UTF-8.
    try (BufferedReader in = new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        reader.accept(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the trace file " + file
              + " cannot be read; runs that were observed by a TraceFile on this folder have one",
          e);
    }
    return reader.trace();
  }

  private void accept(String text) {
    if (text.isBlank()) {
      return;
    }
    JsonNode line = parse(text);
    if (line == null) {
      unreadable++;
      return;
    }
    String id = line.path("id").asText();
    boolean known = lines.containsKey(id);
    if (!known || line.path("phase").asText().equals("end")) {
      lines.put(id, line);
    }
    if (!known) {
      children
          .computeIfAbsent(line.path("parent").asText(), p -> new ArrayList<>())
          .add(id);
    }
  }

  private static @Nullable JsonNode parse(String text) {
    try {
      JsonNode line = MAPPER.readTree(text);
      boolean ours = line.path("v").asInt() == TraceLines.VERSION
          && line.hasNonNull("id")
          && line.hasNonNull("kind");
      if (ours) {
        Instant.parse(line.path("start").asText());
      }
      return ours ? line : null;
    } catch (JsonProcessingException | DateTimeParseException e) {
      return null;
    }
  }

  private RunTrace trace() {
    List<TraceSpan> roots = new ArrayList<>();
    for (Map.Entry<String, List<String>> group : children.entrySet()) {
      if (!lines.containsKey(group.getKey())) {
        group.getValue().forEach(id -> roots.add(span(id, 0)));
      }
    }
    roots.sort(BY_START);
    JsonNode first = lines.values().stream()
        .filter(l -> l.has("run"))
        .findFirst()
        .orElse(MAPPER.createObjectNode());
    return new RunTrace(
        first.path("run").asText(), first.path("graph").asText(), roots, unreadable);
  }

  private static final Comparator<TraceSpan> BY_START = Comparator.comparing(TraceSpan::start);
  private static final int MAX_DEPTH = 200;

  private TraceSpan span(String id, int depth) {
    JsonNode line = lines.getOrDefault(id, MAPPER.createObjectNode());
    List<TraceSpan> beneath = new ArrayList<>();
    if (depth < MAX_DEPTH) {
      children.getOrDefault(id, List.of()).forEach(child -> beneath.add(span(child, depth + 1)));
    }
    beneath.sort(BY_START);
    return new TraceSpan(
        line.path("segment").asInt(),
        line.path("kind").asText(),
        line.path("name").asText(),
        Instant.parse(line.path("start").asText()),
        end(line),
        line.path("level").asText(),
        line.path("status").asText(),
        line,
        beneath);
  }

  private static @Nullable Instant end(JsonNode line) {
    try {
      return line.hasNonNull("end") ? Instant.parse(line.path("end").asText()) : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
