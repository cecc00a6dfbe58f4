package io.harden4j.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Guesses what a tool is from its name, its description and its schema, for a human to review. Guesses grave where it does not know: a tool is a read only where
 * its name says so and its description does not speak of a change; an argument of a grave tool that no word explains decides what the call hits. What a
 * server writes about its tools can be a lie; a draft is never put in force unread.
 *
 * <p>Pure functions; thread-safe.
 */
public final class DeclarationDraft {
  private static final Set<String> CODE = DraftWords.of(
      "sql statement cypher script code command cmd commands shell javascript js python expression");
  private static final Set<String> RIGHTS =
      DraftWords.of("permission permissions role roles access grant scope scopes privilege");
  private static final Set<String> OPENNESS =
      DraftWords.of("visibility privacy public private sharing published");

  private DeclarationDraft() {}

  /**
   * Returns the draft of a tool's declaration.
   *
   * @param schema JSON Schema of its arguments
   */
  public static ToolDeclaration of(String name, String description, JsonNode schema) {
    return of(name, description, schema, "");
  }

  /**
   * Returns the draft of a tool's declaration.
   *
   * @param schema JSON Schema of its arguments
   * @param prefix what the names of all tools of its server begin with, as {@link #prefix} finds it: it says nothing about the tool
   */
  public static ToolDeclaration of(
      String name, String description, JsonNode schema, String prefix) {
    boolean address = DraftRoles.of(schema, Sink.READ).containsValue(ArgumentRole.URL);
    Sink sink = byArguments(sink(stripped(name, prefix), description, address), schema);
    Map<String, ArgumentRole> roles = DraftRoles.of(schema, sink);
    if (sink != Sink.READ && pays(roles)) {
      sink = graver(sink, Sink.SPEND);
    }
    ToolDeclaration draft = ToolDeclaration.of(sink);
    for (Map.Entry<String, ArgumentRole> role : roles.entrySet()) {
      draft = draft.argument(role.getKey(), role.getValue());
      String top = role.getKey().split("/", 2)[0];
      boolean guests = role.getValue() == ArgumentRole.DESTINATION && sink == Sink.WRITE_LOCAL;
      boolean known = draft.rises().stream().anyMatch(rise -> rise.argument().equals(top));
      draft = guests && !known ? draft.rises(top, Sink.WRITE_EXTERNAL) : draft;
    }
    return draft;
  }

  /** Returns the word, with its separator, that the names of all these tools begin with; empty if they do not, or if there is only one tool. */
  public static String prefix(Collection<String> names) {
    String shared = "";
    for (String name : names) {
      String[] parts = DraftWords.parts(name);
      String first = parts.length < 2 ? "" : parts[0];
      if (first.isEmpty() || (!shared.isEmpty() && !shared.equals(first))) {
        return "";
      }
      shared = first;
    }
    boolean says = shared.isEmpty()
        || shared.equals("open")
        || DraftWords.looks(List.of(shared))
        || DraftWords.gravest(List.of(shared), false) != Sink.READ;
    return names.size() < 2 || says ? "" : shared;
  }

  private static String stripped(String name, String prefix) {
    String[] parts = DraftWords.parts(name);
    return !prefix.isEmpty() && parts.length > 1 && parts[0].equals(prefix)
        ? String.join(" ", Arrays.copyOfRange(parts, 1, parts.length))
        : name;
  }

  /** Guesses the sink; {@code address} says whether an argument is an address that is fetched. */
  static Sink sink(String name, String description, boolean address) {
    Sink found = Sink.READ;
    List<String> words = new ArrayList<>();
    List<String> all = List.of(DraftWords.parts(name));
    for (String word : all) {
      if (DraftWords.isJoint(word) && !words.isEmpty()) {
        found = graver(found, part(words, description));
        words.clear();
      } else {
        words.add(word);
      }
    }
    found = graver(found, words.isEmpty() ? Sink.EXECUTE : part(words, description));
    if (found == Sink.READ) {
      Sink looks = address || DraftWords.leaves(all) ? Sink.READ_EGRESS : Sink.READ;
      return DraftWords.tellsOfChange(description) ? Sink.WRITE_EXTERNAL : looks;
    }
    return found == Sink.WRITE_LOCAL && address ? Sink.WRITE_EXTERNAL : found;
  }

  /** What one part of a name says, between "and", "or" and "then". */
  private static Sink part(List<String> words, String description) {
    if (DraftWords.looks(words)) {
      return DraftWords.gravest(words.subList(1, words.size()), true);
    }
    if (DraftWords.looksBy(words, description)) {
      return Sink.READ;
    }
    Sink says = DraftWords.gravest(words, false);
    if (says == Sink.READ) {
      return Sink.EXECUTE;
    }
    return says == Sink.WRITE_LOCAL && DraftWords.othersSee(words) ? Sink.WRITE_EXTERNAL : says;
  }

  /** Some arguments say more than the name: code that is run, rights that are given, who gets to see something. */
  private static Sink byArguments(Sink sink, JsonNode schema) {
    Sink found = sink;
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String[] parts = DraftWords.parts(property.getKey());
      String said = property.getValue().path("description").asText();
      boolean statement = DraftRoles.any(parts, Set.of("query", "statement"))
          && DraftRoles.any(DraftWords.parts(said), Set.of("sql", "cypher"));
      if ((parts.length == 1 && CODE.contains(parts[0])) || statement) {
        return Sink.EXECUTE;
      }
      if (sink != Sink.READ && sink != Sink.READ_EGRESS) {
        found = DraftRoles.any(parts, RIGHTS) ? graver(found, Sink.GRANT) : found;
        found = DraftRoles.any(parts, OPENNESS) ? graver(found, Sink.WRITE_EXTERNAL) : found;
      }
    }
    return found;
  }

  private static boolean pays(Map<String, ArgumentRole> roles) {
    return roles.entrySet().stream()
            .anyMatch(
                e -> e.getValue() == ArgumentRole.DESTINATION && e.getKey().indexOf('/') < 0)
        && roles.keySet().stream()
            .filter(name -> name.indexOf('/') < 0)
            .anyMatch(name -> DraftRoles.any(DraftWords.parts(name), Set.of("amount")));
  }

  private static Sink graver(Sink a, Sink b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** Guesses the role of an argument from its name and its JSON type. */
  static ArgumentRole role(String name, String type) {
    return DraftRoles.of(name, type, Sink.READ);
  }
}
