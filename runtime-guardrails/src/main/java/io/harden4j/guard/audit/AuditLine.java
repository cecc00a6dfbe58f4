package io.harden4j.guard.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.checkpoint.Digests;
import io.harden4j.tool.AuditRecord;
import java.util.Optional;

/** One line of a chain. The hash covers the bytes of the line before it, so checking needs no second serialisation. */
record AuditLine(long sequence, String previous, String tenant, String hash) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HASH = ",\"hash\":\"";
  private static final int TAIL = HASH.length() + 64 + 2;

  static String write(AuditHead head, AuditRecord record) {
    return write(head, record, Optional.empty());
  }

  /** Writes a record; with a sealed payload its keyed hash stands in place of the plain one. */
  static String write(AuditHead head, AuditRecord record, Optional<AuditVault.Sealed> sealed) {
    ObjectNode node = JSON.createObjectNode();
    node.put("sequence", head.sequence() + 1).put("previous", head.hash());
    node.put("phase", record.phase().name()).put("at", record.at().toString());
    node.put("tenant", record.tenant()).put("principal", record.principal());
    node.put("run", record.run()).put("thread", record.thread()).put("node", record.node());
    node.put("tool", record.tool())
        .put("pin", record.pin())
        .put("sink", record.sink().name());
    node.put("argumentHash", sealed.map(AuditVault.Sealed::hash).orElse(record.argumentHash()))
        .put("integrity", record.integrity());
    node.put("rule", record.rule()).put("policyHash", record.policyHash());
    node.put("approval", record.approval()).put("outcome", record.outcome());
    node.put("reason", record.reason());
    sealed.ifPresent(s -> node.put("key", s.key()).put("payload", s.payload()));
    String body = node.toString();
    return body.substring(0, body.length() - 1) + HASH + Digests.sha256(body) + "\"}";
  }

  /** Returns the line if its hash is right. */
  static Optional<AuditLine> read(String text) {
    int cut = text.length() - TAIL;
    if (cut < 2 || !text.startsWith(HASH, cut) || !text.endsWith("\"}")) {
      return Optional.empty();
    }
    String hash = text.substring(cut + HASH.length(), text.length() - 2);
    String body = text.substring(0, cut) + "}";
    return Digests.sha256(body).equals(hash) ? parse(body, hash) : Optional.empty();
  }

  private static Optional<AuditLine> parse(String body, String hash) {
    try {
      JsonNode node = JSON.readTree(body);
      return Optional.of(new AuditLine(
          node.path("sequence").asLong(),
          node.path("previous").asText(),
          node.path("tenant").asText(),
          hash));
    } catch (JsonProcessingException notALine) {
      return Optional.empty();
    }
  }

  AuditHead head() {
    return new AuditHead(sequence, hash);
  }
}
