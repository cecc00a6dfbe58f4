package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.tool.BasicSchemaValidator;
import java.net.IDN;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a server asks the user. All of it is the server's own words.
 *
 * @param server  who asks
 * @param mode    how it is to be answered
 * @param message what it says; printable; cut at 2,000 characters
 * @param schema  JSON Schema of a flat form with primitive fields; an empty object in URL mode
 * @param url     address to open in URL mode, https or loopback; else empty. Never opened by this library
 * @param host    its host in ASCII, to be shown beside the message; else empty
 */
public record ElicitationQuestion(
    String server, Mode mode, String message, JsonNode schema, String url, String host) {
  private static final Set<String> PRIMITIVE =
      Set.of("string", "number", "integer", "boolean", "array");
  private static final int LONGEST = 2_000;
  private static final int MOST_FIELDS = 50;

  /** How it is to be answered. */
  public enum Mode {
    /** With values for the fields of a form. */
    FORM,
    /** By opening an address in a browser; what is entered there never comes here. */
    URL
  }

  /** Reads the parameters of an {@code elicitation/create}. @throws IllegalArgumentException if it may not be shown to a human; says why */
  static ElicitationQuestion of(String server, JsonNode params) {
    String message = Texts.printable(Texts.shorten(params.path("message").asText(""), LONGEST));
    String mode = params.path("mode").asText("form");
    if (mode.equals("url")) {
      URI url = address(params.path("url").asText(""));
      return new ElicitationQuestion(
          server, Mode.URL, message, JsonRpc.object(), url.toString(), IDN.toASCII(url.getHost()));
    }
    if (!mode.equals("form")) {
      throw new IllegalArgumentException("its mode is unknown");
    }
    JsonNode schema = params.path("requestedSchema");
    checkForm(message, schema);
    return new ElicitationQuestion(server, Mode.FORM, message, schema, "", "");
  }

  /** Says whether a human may be shown it at all. */
  static boolean mayBeShown(JsonNode params) {
    try {
      of("", params);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static URI address(String text) {
    URI url = URI.create(text);
    String host = String.valueOf(url.getHost());
    boolean loopback = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    boolean secure = "https".equals(url.getScheme());
    if (url.getHost() == null || !(secure || (loopback && "http".equals(url.getScheme())))) {
      throw new IllegalArgumentException("its address is not https");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException("its address hides its host behind a user name");
    }
    return url;
  }

  /** Secrets belong on the server's own page (MCP: "servers must not request sensitive information in form mode"). */
  private static void checkForm(String message, JsonNode schema) {
    if (!schema.path("properties").isObject()
        || schema.path("properties").size() > MOST_FIELDS
        || schema.toString().length() > 10 * LONGEST) {
      throw new IllegalArgumentException("its form has no or too many fields");
    }
    schema.path("properties").properties().forEach(field -> {
      String type = field.getValue().path("type").asText("");
      String words = String.join(
          "\n",
          message,
          field.getKey(),
          field.getValue().path("title").asText(""),
          field.getValue().path("description").asText(""));
      if (!PRIMITIVE.contains(type)) {
        throw new IllegalArgumentException("its form has a field of type '" + type + "'");
      }
      if (SecretWords.in(words) || field.getValue().path("format").asText("").equals("password")) {
        throw new IllegalArgumentException("its form asks for a secret");
      }
    });
  }

  /** Returns the protocol's form of an answer: fields that were left out get the form's defaults, and what does not fit the form is not sent. */
  ObjectNode response(ElicitationAnswer answer) {
    ObjectNode response = JsonRpc.object();
    if (answer.action() != ElicitationAnswer.Action.ACCEPT) {
      return response.put("action", answer.action().name().toLowerCase(Locale.ROOT));
    }
    if (mode == Mode.URL) {
      return response.put("action", "accept");
    }
    ObjectNode content = completed(answer.values());
    List<String> faults = new BasicSchemaValidator().validate(schema, content);
    if (!faults.isEmpty()) {
      return response.put("action", "cancel");
    }
    response.put("action", "accept").set("content", content);
    return response;
  }

  private ObjectNode completed(Map<String, Object> values) {
    ObjectNode content = JsonRpc.valueOf(values);
    schema.path("properties").properties().forEach(field -> {
      JsonNode fallback = field.getValue().get("default");
      if (!content.has(field.getKey()) && fallback != null) {
        content.set(field.getKey(), fallback.deepCopy());
      }
    });
    return content;
  }

  /** Returns the question as a human is shown it in an inbox. */
  String forInbox() {
    String who = "The MCP server '" + server + "' asks (its own words, not checked): " + message;
    return mode == Mode.URL
        ? who + "\nIt wants you to open an address on the host " + host + ": " + url
            + "\nOpen it yourself if you trust that host, then accept."
        : who + "\nFields: " + schema.path("properties");
  }
}
