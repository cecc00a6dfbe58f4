package io.harden4j.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Guesses what a tool is from its name, its description and its schema, for a human to review. Guesses grave where it does not know: a tool is a read only where
 * its name says so and its description does not speak of a change. What a server writes about its tools can be a lie; a draft is never put in force unread.
 *
 * <p>Pure functions; thread-safe.
 */
public final class DeclarationDraft {
  private static final Map<Sink, Set<String>> VERBS = new TreeMap<>(Map.of(
      Sink.EXECUTE,
          words("run exec execute eval command shell script deploy restart start stop call invoke"),
      Sink.GRANT,
          words(
              "grant share invite permit authorize allow assign password role permission member kick ban promote token key"),
      Sink.DELETE,
          words("delete remove cancel drop purge destroy clear revoke unsubscribe archive"),
      Sink.SPEND,
          words(
              "pay buy order book reserve transfer refund charge purchase transaction money checkout rent schedule_transaction"),
      Sink.WRITE_EXTERNAL,
          words(
              "send post publish reply forward email message invite notify tweet comment upload submit reschedule participants"),
      Sink.WRITE_LOCAL,
          words(
              "create add append insert update edit set write save rename move copy put patch change mark tag draft"),
      Sink.READ_EGRESS, words("fetch browse download crawl scrape webpage url http visit open")));
  private static final Set<String> READS = words(
      "get list search find read show view query lookup describe count check fetch browse download crawl scrape visit open summarize");

  private DeclarationDraft() {}

  private static Set<String> words(String joined) {
    return Set.of(joined.split(" ", -1));
  }

  /**
   * Returns the draft of a tool's declaration.
   *
   * @param schema JSON Schema of its arguments
   */
  public static ToolDeclaration of(String name, String description, JsonNode schema) {
    boolean address = false;
    Map<String, ArgumentRole> roles = new TreeMap<>();
    for (Map.Entry<String, JsonNode> argument : schema.path("properties").properties()) {
      ArgumentRole role = role(argument.getKey(), types(argument.getValue()));
      roles.put(argument.getKey(), role);
      address |= role == ArgumentRole.URL;
    }
    ToolDeclaration draft = ToolDeclaration.of(sink(name, description, address));
    for (Map.Entry<String, ArgumentRole> role : roles.entrySet()) {
      draft = draft.argument(role.getKey(), role.getValue());
      boolean guests =
          role.getValue() == ArgumentRole.DESTINATION && draft.sink() == Sink.WRITE_LOCAL;
      draft = guests ? draft.rises(role.getKey(), Sink.WRITE_EXTERNAL) : draft;
    }
    return draft;
  }

  /** Guesses the sink; {@code address} says whether an argument is an address that is fetched. */
  static Sink sink(String name, String description, boolean address) {
    String[] parts = parts(name);
    boolean reads = parts.length > 0 && READS.contains(parts[0]);
    if (reads) {
      return address || is(parts[0], Sink.READ_EGRESS) || has(parts, Sink.READ_EGRESS)
          ? Sink.READ_EGRESS
          : speaksOfChange(description) ? Sink.WRITE_EXTERNAL : Sink.READ;
    }
    for (Sink sink : new Sink[] {
      Sink.EXECUTE, Sink.GRANT, Sink.DELETE, Sink.SPEND, Sink.WRITE_EXTERNAL, Sink.WRITE_LOCAL
    }) {
      if (has(parts, sink)) {
        return sink;
      }
    }
    return Sink.EXECUTE;
  }

  private static boolean is(String word, Sink sink) {
    return VERBS.getOrDefault(sink, Set.of()).contains(word);
  }

  private static boolean has(String[] parts, Sink sink) {
    for (String part : parts) {
      if (is(part, sink)) {
        return true;
      }
    }
    return false;
  }

  private static boolean speaksOfChange(String description) {
    String[] parts = parts(description);
    String first = parts.length == 0 ? "" : parts[0].replaceAll("s$", "");
    return VERBS.entrySet().stream()
        .filter(e -> e.getKey() != Sink.READ_EGRESS)
        .anyMatch(e -> e.getValue().contains(first) && !READS.contains(first));
  }

  /** Guesses the role of an argument from its name and its JSON types. */
  static ArgumentRole role(String name, String types) {
    String[] parts = parts(name);
    String last = parts.length == 0 ? "" : parts[parts.length - 1];
    if (types.equals("boolean") || types.equals("enum")) {
      return ArgumentRole.CHOICE;
    }
    if (any(parts, "url uri link href website webpage")) {
      return ArgumentRole.URL;
    }
    if (any(parts, "password secret token apikey credential pin")) {
      return ArgumentRole.SECRET;
    }
    if (any(
        parts,
        "to cc bcc recipient recipients email emails address receiver participants participant iban account payee channel destination phone attendees guests user users username")) {
      return ArgumentRole.DESTINATION;
    }
    if (any(parts, "path file_path directory folder") || last.equals("path")) {
      return ArgumentRole.PATH;
    }
    if (any(parts, "query sql search filter q")) {
      return ArgumentRole.QUERY;
    }
    if (any(parts, "amount price total sum cost budget")) {
      return ArgumentRole.AMOUNT;
    }
    if (any(parts, "date time day start end when until deadline month year")) {
      return ArgumentRole.TIME;
    }
    if (any(parts, "id ids number ref reference hotel restaurant company order item product")) {
      return ArgumentRole.IDENTIFIER;
    }
    return any(parts, "title name filename") ? ArgumentRole.NAME : ArgumentRole.CONTENT;
  }

  private static boolean any(String[] parts, String joined) {
    Set<String> wanted = words(joined);
    for (String part : parts) {
      if (wanted.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private static String types(JsonNode property) {
    return property.has("enum") ? "enum" : property.path("type").asText("");
  }

  private static String[] parts(String text) {
    String spaced =
        text.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT).strip();
    return spaced.isEmpty() ? new String[0] : spaced.split("[^a-z0-9]+", -1);
  }
}
