package io.harden4j.guard.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.PayloadCipher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Calls that runs really made or tried, to decide them anew under another policy. Immutable.
 *
 * @param calls      the calls, in their order; the same call decided again, as after a wait, is in it once
 * @param unreadable lines or records of which the call is not known: their key was destroyed, they are damaged, or no arguments were kept
 */
public record RecordedCalls(List<RecordedCall> calls, long unreadable) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the list. */
  public RecordedCalls {
    calls = List.copyOf(calls);
  }

  /**
   * Reads what a {@link CallRecorder} wrote: the calls with every label and text.
   *
   * @param keys the keys it sealed with; empty if it did not
   */
  public static RecordedCalls of(List<String> lines, Optional<AuditKeys> keys) {
    Optional<AuditVault> vault = keys.map(AuditVault::new);
    Map<String, String> texts = new HashMap<>();
    List<RecordedCall> calls = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    long unreadable = 0;
    for (String line : lines) {
      try {
        Optional<JsonNode> body = body(line, vault);
        if (body.isEmpty()) {
          unreadable++;
        } else if (body.get().path("kind").asText().equals("text")) {
          texts.put(body.get().path("hash").asText(), body.get().path("text").asText());
        } else if (seen.add(withoutTime(body.get()))) {
          calls.add(call(body.get(), texts, calls.size() + 1));
        }
      } catch (RuntimeException | JsonProcessingException damaged) {
        unreadable++;
      }
    }
    return new RecordedCalls(calls, unreadable);
  }

  private static RecordedCall call(JsonNode body, Map<String, String> texts, int place) {
    return new RecordedCall(
        body.path("run").asText() + " call " + place,
        RequestJson.read(body, texts),
        body.path("verdict").asText(),
        body.path("rule").asText());
  }

  private static Optional<JsonNode> body(String line, Optional<AuditVault> vault)
      throws JsonProcessingException {
    JsonNode node = JSON.readTree(line);
    if (!node.has("payload")) {
      return node.has("body") ? Optional.of(node.get("body")) : Optional.empty();
    }
    Optional<String> opened = vault.flatMap(v -> v.open(
        node.path("tenant").asText(),
        -node.path("line").asLong(),
        node.path("key").asText(),
        node.path("payload").asText()));
    return opened.isPresent() ? Optional.of(JSON.readTree(opened.get())) : Optional.empty();
  }

  private static String withoutTime(JsonNode body) {
    return body.deepCopy().toString().replaceAll("\"at\":\"[^\"]*\"", "");
  }

  /**
   * Reads an audit trail whose arguments were kept: the calls that were permitted, with the integrity of what led to them. A trail has no texts and no roles, so
   * under untrusted control nothing counts as named by the user, and roles are taken as given here.
   *
   * @param records with opened arguments: {@link AuditRecords#of(List, AuditKeys)}
   * @param roles   roles of everybody in the trail
   */
  public static RecordedCalls ofTrail(AuditRecords records, Set<String> roles) {
    return TrailCalls.read(records, roles);
  }

  /**
   * Reads a checkpoint store: what the tasks that a thread waits for, failed at or is busy with have sent so far, with the label it was sent under, the run's own roles,
   * and the texts in state and results. Calls of finished steps are not in a store any more; {@link CallRecorder} keeps them.
   *
   * @param tenant whose threads
   * @param cipher what the store's values are sealed with; {@link PayloadCipher#NONE} for nothing
   */
  public static RecordedCalls ofStore(CheckpointStore store, String tenant, PayloadCipher cipher) {
    return new StoredCalls(store, tenant, cipher).read();
  }
}
