package io.harden4j.checkpoint.crypto;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.checkpoint.CheckpointStoreException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys from JSON; its messages name places, never values.
 *
 * <pre>
 * {"acme": {"current": "2026", "keys": {"2025": "BASE64 of 32 bytes", "2026": "..."}},
 *  "*":    {"keys": {"base": "..."}}}
 * </pre>
 */
final class KeyDocument {
  private static final ObjectMapper JSON = new ObjectMapper()
      .enable(
          DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
          DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private final String source;
  private final KeyRing.Builder ring = new KeyRing.Builder();

  private KeyDocument(String source) {
    this.source = source;
  }

  /** @param source where the text comes from, for messages */
  static KeyRing parse(String source, String json) {
    KeyDocument document = new KeyDocument(source);
    try {
      document.tenants(JSON.readTree(json));
      return document.ring.build();
    } catch (JsonProcessingException e) {
      throw document.wrong("is not JSON, or names something twice, at line "
          + (e.getLocation() == null ? "1" : e.getLocation().getLineNr()));
    } catch (IllegalArgumentException e) {
      throw document.wrong("does not fit: " + e.getMessage());
    }
  }

  private void tenants(@Nullable JsonNode root) {
    if (root == null || !root.isObject()) {
      throw wrong("is not an object with a member for each tenant");
    }
    for (Map.Entry<String, JsonNode> each : root.properties()) {
      tenant(each.getKey(), each.getValue());
    }
  }

  private void tenant(String tenant, JsonNode node) {
    JsonNode keys = node.path("keys");
    JsonNode current = node.path("current");
    if (!keys.isObject() || keys.isEmpty()) {
      throw wrong("has no \"keys\" for tenant '" + tenant + "'");
    }
    if (current.isMissingNode() ? keys.size() > 1 : !current.isTextual()) {
      throw wrong(
          "does not say in \"current\" which key of tenant '" + tenant + "' seals new values");
    }
    for (Map.Entry<String, JsonNode> each : keys.properties()) {
      ring.add(tenant, each.getKey(), bytes(tenant, each.getKey(), each.getValue()));
    }
    if (current.isTextual()) {
      ring.current(tenant, current.textValue());
    }
  }

  private byte[] bytes(String tenant, String keyId, JsonNode node) {
    try {
      return Base64.getDecoder().decode(node.isTextual() ? node.textValue().strip() : "!");
    } catch (IllegalArgumentException e) {
      throw wrong("does not give key '" + keyId + "' of tenant '" + tenant + "' as base64 text");
    }
  }

  private CheckpointStoreException wrong(String what) {
    return new CheckpointStoreException(
        "the document of encryption keys in " + source + " " + what
            + ". Write {\"TENANT\": {\"current\": \"KEY-ID\", \"keys\": {\"KEY-ID\": \"BASE64 of 32 bytes\"}}}");
  }
}
