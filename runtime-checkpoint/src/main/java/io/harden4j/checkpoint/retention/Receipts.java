package io.harden4j.checkpoint.retention;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.NewerFormatException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Receipts as flags of a control store: JSON with a format number. Thread-safe. */
final class Receipts {
  private static final int FORMAT = 1;
  private static final String PREFIX = "retention.receipt/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ControlStore control;

  Receipts(ControlStore control) {
    this.control = control;
  }

  /** Keeps a receipt: once as begun, once as ended. */
  void put(DeletionReceipt receipt) {
    long version = receipt.state() == DeletionReceipt.State.BEGUN ? 0 : 1;
    if (!control.setFlag(receipt.tenant(), PREFIX + receipt.id(), json(receipt), version)) {
      throw new CheckpointStoreException("the receipt '" + receipt.id() + "' of tenant '"
          + receipt.tenant() + "' was changed by somebody else; look at the tenant's receipts");
    }
  }

  List<DeletionReceipt> of(String tenant) {
    List<DeletionReceipt> receipts = new ArrayList<>();
    for (ControlStore.Flag flag : control.flags(tenant, PREFIX)) {
      receipts.add(parse(tenant, flag));
    }
    return receipts;
  }

  private static String json(DeletionReceipt r) {
    ObjectNode node = JSON.createObjectNode();
    node.put("format", FORMAT);
    node.put("id", r.id());
    node.put("cause", r.cause().name());
    node.put("subject", r.subject());
    r.threads().forEach(node.putArray("threads")::add);
    node.put("checkpoints", r.checkpoints());
    node.put("remaining", r.remaining());
    node.put("by", r.by());
    node.put("reason", r.reason());
    node.put("begun", r.begun().toString());
    node.put("ended", r.ended().toString());
    node.put("state", r.state().name());
    node.put("hash", r.hash());
    return node.toString();
  }

  private static DeletionReceipt parse(String tenant, ControlStore.Flag flag) {
    try {
      JsonNode node = JSON.readTree(flag.value());
      int format = node.path("format").asInt();
      if (format > FORMAT) {
        throw new NewerFormatException("the receipt '" + flag.name() + "'", format, FORMAT);
      }
      List<String> threads = new ArrayList<>();
      node.required("threads").forEach(t -> threads.add(t.asText()));
      return new DeletionReceipt(
          node.required("id").asText(),
          tenant,
          DeletionReceipt.Cause.valueOf(node.required("cause").asText()),
          node.required("subject").asText(),
          threads,
          node.required("checkpoints").asLong(),
          node.required("remaining").asLong(),
          node.required("by").asText(),
          node.required("reason").asText(),
          Instant.parse(node.required("begun").asText()),
          Instant.parse(node.required("ended").asText()),
          DeletionReceipt.State.valueOf(node.required("state").asText()),
          node.required("hash").asText());
    } catch (JsonProcessingException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new CorruptCheckpointException(
          "the receipt '" + flag.name() + "' of tenant '" + tenant
              + "' does not parse; restore the control store from a backup",
          e);
    }
  }
}
