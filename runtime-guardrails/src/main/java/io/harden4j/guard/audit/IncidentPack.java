package io.harden4j.guard.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.checkpoint.Digests;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What somebody needs who looks into one run afterwards, as one ZIP file: the run's records as they were written, what checking the whole trail found, the signed statements,
 * a summary (decisions, labels, approvals, tools with their pins, policy hashes, argument hashes), the same as a static page for a browser ({@code report.html}: no script, nothing fetched,
 * all text escaped), the policy's text, and a manifest of hashes. Arguments are in it only if that is said: the pack leaves the house more often than the trail. The same sources give the same bytes.
 */
public final class IncidentPack {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, byte[]> files;

  private IncidentPack(Map<String, byte[]> files) {
    this.files = new LinkedHashMap<>(files);
  }

  /**
   * Collects what a trail says about a run.
   *
   * @param run     id of the run
   * @param trail   every line of the tenant's chain, in order
   * @param checked what {@link AuditVerifier} said of these lines
   */
  public static IncidentPack of(String run, List<String> trail, AuditReport checked) {
    AuditRecords records = AuditRecords.of(trail).ofRun(run);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "records.jsonl",
        lines(records.all().stream().map(AuditRecords.Entry::line).toList()));
    files.put("verification.json", json(verification(trail, checked)));
    files.put("summary.json", json(summary(run, records)));
    String report = IncidentReport.of(run, records, checked, trail.size());
    files.put("report.html", report.getBytes(StandardCharsets.UTF_8));
    return new IncidentPack(files);
  }

  /** Adds the text of the policy that was in force; its hash is to be found in the records. */
  public IncidentPack withPolicy(String text) {
    return with("policy.txt", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds the signed statements about the chain. */
  public IncidentPack withStatements(List<String> statements) {
    return with("statements.jsonl", lines(statements));
  }

  /** Adds the opened arguments of the run's calls, by sequence; for those who may see them. */
  public IncidentPack withArguments(String run, List<String> trail, AuditKeys keys) {
    List<String> opened = new ArrayList<>();
    for (AuditRecords.Entry entry : AuditRecords.of(trail, keys).ofRun(run).all()) {
      entry
          .arguments()
          .ifPresent(arguments -> opened.add(JSON.createObjectNode()
              .put("sequence", entry.text("sequence"))
              .put("arguments", arguments)
              .toString()));
    }
    return with("arguments.jsonl", lines(opened));
  }

  private IncidentPack with(String name, byte[] content) {
    Map<String, byte[]> more = new LinkedHashMap<>(files);
    more.put(name, content);
    return new IncidentPack(more);
  }

  private static ObjectNode verification(List<String> trail, AuditReport checked) {
    ObjectNode node = JSON.createObjectNode()
        .put("intact", checked.isIntact())
        .put("recordsInOrder", checked.records())
        .put("linesOfTrail", trail.size());
    checked
        .broken()
        .ifPresent(b -> node.put("brokenAtLine", b.line())
            .put("kind", b.kind().name())
            .put("reason", b.reason()));
    return node;
  }

  private static ObjectNode summary(String run, AuditRecords records) {
    ObjectNode node =
        JSON.createObjectNode().put("run", run).put("records", records.all().size());
    for (String field : List.of(
        "tenant", "principal", "thread", "policyHash", "approval", "integrity", "argumentHash")) {
      ArrayNode values = node.putArray(field);
      distinct(records, field).forEach(values::add);
    }
    ArrayNode tools = node.putArray("tools");
    records.all().stream()
        .map(e -> e.text("tool") + " pin " + e.text("pin") + " sink " + e.text("sink"))
        .distinct()
        .sorted()
        .forEach(tools::add);
    Map<String, Long> decisions = records.all().stream()
        .collect(Collectors.groupingBy(
            e -> e.text("phase") + " " + e.text("outcome") + " by " + e.text("rule"),
            TreeMap::new,
            Collectors.counting()));
    ObjectNode counts = node.putObject("outcomes");
    decisions.forEach(counts::put);
    return node;
  }

  private static Set<String> distinct(AuditRecords records, String field) {
    TreeSet<String> values = new TreeSet<>();
    records.all().forEach(entry -> values.add(entry.text(field)));
    values.remove("");
    return values;
  }

  private static byte[] json(ObjectNode node) {
    return (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] lines(List<String> lines) {
    return lines.stream()
        .map(line -> line + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the names of the files in the pack, without the manifest. */
  public List<String> names() {
    return List.copyOf(files.keySet());
  }

  /** Returns a file of the pack as text. */
  public String text(String name) {
    byte[] content = files.get(name);
    if (content == null) {
      throw new IllegalArgumentException(
          "the pack has no '" + name + "'; it has " + files.keySet());
    }
    return new String(content, StandardCharsets.UTF_8);
  }

  /** Writes the pack, over a file that is there. */
  public void write(Path zip) {
    StringBuilder manifest = new StringBuilder();
    files.forEach((name, content) ->
        manifest.append(Digests.sha256(content)).append("  ").append(name).append('\n'));
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put("manifest.sha256", manifest.toString().getBytes(StandardCharsets.UTF_8));
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream pack = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : all.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(0);
        pack.putNextEntry(entry);
        pack.write(file.getValue());
        pack.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the incident pack cannot be written to " + zip, e);
    }
  }
}
