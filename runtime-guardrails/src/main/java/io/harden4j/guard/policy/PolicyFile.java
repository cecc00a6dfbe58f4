package io.harden4j.guard.policy;

import io.harden4j.guard.GuardBuilder;
import io.harden4j.guard.InvalidPolicyException;
import io.harden4j.guard.StandardGuard;
import io.harden4j.guard.policy.PolicyFileException.Kind;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.ToolDeclaration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A policy as one YAML file: what tools are, which roles there are, who may do what. Refused as a whole if anything in it is unknown, doubled or cannot be
 * meant; the message names the line and what to write. A file ends with a line {@code ...}, so that half of one is never taken for a policy. The form is
 * described by {@code io/harden4j/guard/policy/policy-1.schema.json} in this jar.
 *
 * <p>Immutable and safe to share.
 */
public final class PolicyFile {
  /** A file of more characters is refused before it is looked at. */
  public static final int MAX_CHARACTERS = 1_000_000;

  private final PolicyDocument document;
  private final Map<String, ToolDeclaration> tools;
  private final String text;

  private PolicyFile(PolicyDocument document, String text) {
    this.document = document;
    this.text = text;
    this.tools = ToolDocuments.read(document, text);
  }

  /** Reads a file. @throws PolicyFileException if it is refused */
  public static PolicyFile read(Path file) {
    try {
      if (Files.size(file) > MAX_CHARACTERS) {
        throw tooLarge(Files.size(file));
      }
      return parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the policy file " + file + " cannot be read", e);
    }
  }

  private static PolicyFileException tooLarge(long size) {
    return new PolicyFileException(
        Kind.TOO_LARGE,
        0,
        "a policy of " + size + " bytes is larger than " + MAX_CHARACTERS
            + "; use patterns such as \"orders.*\", or give each application a policy of its own",
        null);
  }

  /** Reads the text of a file. @throws PolicyFileException if it is refused */
  public static PolicyFile parse(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw tooLarge(text.length());
    }
    if (text.isBlank()) {
      throw new PolicyFileException(
          Kind.EMPTY,
          0,
          "the policy is empty, which would deny everything; write at least \"format: harden4j-policy/1\", an id and rules",
          null);
    }
    String[] lines = text.stripTrailing().split("\n", -1);
    if (!lines[lines.length - 1].strip().equals("...")) {
      throw new PolicyFileException(
          Kind.HALF_WRITTEN,
          lines.length,
          "the policy does not end with a line \"...\", so it may be half written; add that line when it is complete",
          null);
    }
    PolicyDocument document = YamlText.read(text, PolicyDocument.class);
    if (!"harden4j-policy/1".equals(document.format())) {
      throw new PolicyFileException(
          Kind.FIELD, 1, "the first line of a policy is \"format: harden4j-policy/1\"", null);
    }
    return new PolicyFile(document, text);
  }

  /** Returns the policy's own name, or empty. */
  public String id() {
    return document.id() == null ? "" : document.id();
  }

  /** Returns the file as it was written. */
  String text() {
    return text;
  }

  /** Returns what the policy says tools are, by {@code server.name}. */
  public Map<String, ToolDeclaration> tools() {
    return tools;
  }

  /** Returns these tools under the policy's declarations, where it has one. */
  public List<GuardedTool> declare(List<GuardedTool> undeclared) {
    return undeclared.stream()
        .map(tool -> {
          ToolDeclaration known = tools.get(tool.ref().qualifiedName());
          return known == null ? tool : tool.withDeclaration(known);
        })
        .toList();
  }

  /** Compiles the policy. @throws PolicyFileException if it says something it cannot mean */
  public StandardGuard compile() {
    return compile(Map.of(), Set.of());
  }

  /**
   * Compiles the policy.
   *
   * @param governors   governors that rules may name
   * @param obligations names of the obligations that the runtime has handlers for
   * @throws PolicyFileException if it says something it cannot mean, or names what is not there
   */
  public StandardGuard compile(Map<String, Guard> governors, Set<String> obligations) {
    GuardBuilder builder = StandardGuard.builder();
    governors.forEach(builder::governor);
    at(() -> tools.forEach(builder::declare));
    if (!tools.isEmpty()) {
      builder.onlyDeclared();
    }
    new PolicyCompiler(document, text, builder, obligations).compile();
    return at(builder::build);
  }

  private static void at(Runnable part) {
    at(() -> {
      part.run();
      return "";
    });
  }

  private static <T> T at(Supplier<T> part) {
    try {
      return part.get();
    } catch (InvalidPolicyException e) {
      throw new PolicyFileException(Kind.MEANING, 0, String.valueOf(e.getMessage()), e);
    }
  }
}
