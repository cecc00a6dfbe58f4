package io.harden4j.guard.governor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.GuardRequest;
import java.util.Optional;
import java.util.Set;

/** The common part of governors that look at one leaf after the other: every element of an array counts. Stateless. */
public final class LeafCheck {
  /** Looks at one leaf. */
  @FunctionalInterface
  public interface Each {
    /**
     * Returns the text that replaces the leaf, or empty to leave it.
     *
     * @throws Refused if the call must not be made
     */
    Optional<String> check(Leaves leaf) throws Refused;
  }

  /** Says that a leaf must not be sent. The message names no value. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** Creates a refusal with a stable code and a reason for humans. */
    public Refused(String code, String reason) {
      super(reason, null, false, false);
      this.code = code;
    }

    /** Returns the stable code. */
    public String code() {
      return code;
    }
  }

  private LeafCheck() {}

  /** Checks every leaf under the pointers; the first refusal wins. */
  public static Verdict all(
      GuardRequest request, Set<String> pointers, String name, String toModel, Each each) {
    ObjectNode tree = request.call().arguments().tree();
    boolean changed = false;
    for (Leaves leaf : Leaves.of(tree, pointers)) {
      try {
        Optional<String> replacement = each.check(leaf);
        if (replacement.isPresent()) {
          put(tree, leaf.pointer(), replacement.get());
          changed = true;
        }
      } catch (Refused e) {
        return new Verdict.Refuse(
            name, e.code(), toModel, "argument " + leaf.pointer() + " " + e.getMessage());
      }
    }
    return changed ? new Verdict.Rewrite(name, CanonicalArguments.of(tree)) : Verdict.PASS;
  }

  /** Replaces a leaf of a tree. */
  public static void put(ObjectNode tree, String pointer, String text) {
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = tree.at(pointer.substring(0, slash));
    String name = pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~");
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(name), TextNode.valueOf(text));
    } else {
      ((ObjectNode) parent).put(name, text);
    }
  }

  /** Returns the text of a leaf. */
  public static String text(Leaves leaf, String code) throws Refused {
    if (!leaf.value().isTextual()) {
      throw new Refused(code, "is not a text");
    }
    return leaf.value().textValue();
  }
}
