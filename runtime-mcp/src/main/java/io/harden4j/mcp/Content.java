package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One piece of a tool's result, typed. A result never fails because a piece is no text: what to do with an image is decided above. */
sealed interface Content {
  /** Returns what a model that reads text only is shown. */
  String asText();

  /** Returns all pieces of a result as text. */
  static String text(JsonNode result) {
    List<String> pieces = new ArrayList<>();
    result.path("content").forEach(piece -> pieces.add(Content.of(piece).asText()));
    return String.join("\n", pieces);
  }

  record Text(String text) implements Content {
    @Override
    public String asText() {
      return text;
    }
  }

  /**
   * A picture.
   *
   * @param base64 data as sent
   */
  record Image(String mimeType, String base64) implements Content {
    @Override
    public String asText() {
      return "[image " + Texts.shorten(mimeType, 60) + ", " + size(base64) + " bytes, not shown]";
    }
  }

  /**
   * Sound.
   *
   * @param base64 data as sent
   */
  record Audio(String mimeType, String base64) implements Content {
    @Override
    public String asText() {
      return "[audio " + Texts.shorten(mimeType, 60) + ", " + size(base64) + " bytes, not shown]";
    }
  }

  /** A pointer; nothing is fetched. */
  record ResourceLink(String uri, String name) implements Content {
    @Override
    public String asText() {
      return "[resource " + Texts.shorten(name, 200) + ": " + Texts.shorten(uri, 2000) + "]";
    }
  }

  /**
   * A resource that came with the result.
   *
   * @param text   its text, or empty where it is binary
   * @param base64 its data as sent, or empty where it is text
   */
  record EmbeddedResource(String uri, String mimeType, String text, String base64)
      implements Content {
    @Override
    public String asText() {
      String what = "[resource " + Texts.shorten(uri, 2000);
      return base64.isEmpty()
          ? what + "]\n" + text
          : what + ", " + Texts.shorten(mimeType, 60) + ", " + size(base64) + " bytes, not shown]";
    }
  }

  /** A type that the revisions known to this client do not have. */
  record Unknown(String type) implements Content {
    @Override
    public String asText() {
      return "[content of unknown type '" + Texts.printable(Texts.shorten(type, 60))
          + "', not shown]";
    }
  }

  static Content of(JsonNode node) {
    String type = node.path("type").asText("");
    return switch (type) {
      case "text" -> new Text(text(node, "text"));
      case "image" -> new Image(text(node, "mimeType"), text(node, "data"));
      case "audio" -> new Audio(text(node, "mimeType"), text(node, "data"));
      case "resource_link" -> new ResourceLink(text(node, "uri"), text(node, "name"));
      case "resource" -> embedded(node.path("resource"));
      default -> new Unknown(type);
    };
  }

  private static EmbeddedResource embedded(JsonNode resource) {
    return new EmbeddedResource(
        text(resource, "uri"),
        text(resource, "mimeType"),
        text(resource, "text"),
        text(resource, "blob"));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  private static long size(String base64) {
    return base64.length() * 3L / 4;
  }
}
