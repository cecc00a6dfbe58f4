package io.harden4j.guard.governor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.ToolCall;
import java.util.Set;
import java.util.TreeSet;

/** Says to a human what governors made of the arguments he is asked about: he agrees to what is sent, not to what the model wrote. Stateless. */
public final class Narrowed {
  private Narrowed() {}

  /**
   * Returns the question with a line for each argument that goes on in another form.
   *
   * @param question asks about the arguments of {@code before}
   * @param before   the call as the question shows it
   * @param after    the call as it will be made
   */
  public static String question(
      String question, GuardRequest request, ToolCall before, ToolCall after) {
    if (before.arguments().equals(after.arguments())) {
      return question;
    }
    ObjectNode old = before.arguments().tree();
    ObjectNode sent = after.arguments().tree();
    StringBuilder out = new StringBuilder(question);
    for (Leaves leaf : Leaves.of(sent, pointers(sent))) {
      boolean isName = leaf.pointer().endsWith(" (name)");
      if (!isName && !leaf.value().equals(old.at(leaf.pointer()))) {
        String name = leaf.pointer().substring(1);
        boolean secret = request.declaration().role(name) == ArgumentRole.SECRET;
        out.append("\nA governor changed ")
            .append(visible(name))
            .append("; what is sent = ")
            .append(secret ? "(a secret)" : visible(leaf.value().toString()));
      }
    }
    return out.toString();
  }

  private static Set<String> pointers(JsonNode tree) {
    Set<String> pointers = new TreeSet<>();
    tree.fieldNames()
        .forEachRemaining(name -> pointers.add("/" + name.replace("~", "~0").replace("/", "~1")));
    return pointers;
  }

  private static String visible(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      if (PlainText.isHidden(c)) {
        out.append("\\u{").append(Integer.toHexString(c)).append('}');
      } else {
        out.appendCodePoint(c);
      }
    });
    return out.toString();
  }
}
