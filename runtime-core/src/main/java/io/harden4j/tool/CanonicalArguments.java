package io.harden4j.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.checkpoint.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Arguments of a call in their one canonical byte form: keys sorted, no white space, numbers normalised. What is hashed, decided on and sent
 * are these same bytes. Immutable; the JSON tree it hands out is a copy.
 */
public final class CanonicalArguments {
  private final ObjectNode tree;
  private final String json;
  private final String hash;

  private CanonicalArguments(ObjectNode tree) {
    this.tree = tree;
    this.json = CanonicalJson.write(tree);
    this.hash = Digests.sha256(json);
  }

  /**
   * Parses the text a model or a caller wrote.
   *
   * @throws InvalidArgumentsException if it is not one JSON object, has duplicate keys, breaks a bound (1 MiB, depth 32, 10,000 values), or holds lone
   *     surrogates or numbers that a double cannot hold unchanged
   */
  public static CanonicalArguments parse(String text) {
    return new CanonicalArguments(CanonicalJson.parseObject(text.isBlank() ? "{}" : text));
  }

  /**
   * Returns the canonical form of values that Java code hands to a tool, under the rules of {@link #parse}. Whole numbers, texts and truth values, which most
   * are, take no detour over JSON text.
   *
   * @throws InvalidArgumentsException as {@link #parse} does
   * @throws IllegalArgumentException  if a value cannot be written as JSON
   */
  public static CanonicalArguments of(Map<String, ?> values) {
    ObjectNode tree = PlainArguments.tree(values);
    return tree == null ? parse(CanonicalJson.text(values)) : new CanonicalArguments(tree);
  }

  /** Returns the canonical form of a tree, under the rules of {@link #parse}. */
  public static CanonicalArguments of(JsonNode tree) {
    return parse(tree.toString());
  }

  /** Returns the canonical text. */
  public String json() {
    return json;
  }

  /** Returns the canonical bytes, UTF-8. */
  public byte[] bytes() {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns SHA-256 of the bytes, hex. */
  public String hash() {
    return hash;
  }

  /** Returns a copy of the tree. */
  public ObjectNode tree() {
    return tree.deepCopy();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CanonicalArguments a && json.equals(a.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** Shows the hash only: arguments may be confidential. */
  @Override
  public String toString() {
    return "arguments " + hash.substring(0, 12);
  }
}
