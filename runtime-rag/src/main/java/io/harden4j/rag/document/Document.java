package io.harden4j.rag.document;

import io.harden4j.label.Label;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One text with its identity. Immutable; safe to share between threads.
 *
 * @param id stable name that citations and labels use, for example {@code handbook/returns.md}; at most
 *     {@value #MAX_ID} characters, no control characters
 * @param source name of the source it came from
 * @param title for people; one line
 * @param format how the text is structured
 * @param text the whole text; the spans of chunks count its UTF-16 characters
 * @param label who could have written it and who may see it: what the application declares, never what the text says
 * @param metadata further facts, for example from front matter; as untrusted as the text; copied
 */
public record Document(
    String id,
    String source,
    String title,
    DocumentFormat format,
    String text,
    Label label,
    Map<String, String> metadata) {
  /** Longest id that is accepted, in characters. */
  public static final int MAX_ID = 1024;

  public Document {
    if (id.isBlank() || id.length() > MAX_ID || id.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("document id is blank, longer than " + MAX_ID
          + " characters or has control characters; name it by its path or key");
    }
    metadata = Map.copyOf(metadata);
  }

  /** Starts a document; defaults: source {@code "memory"}, title = id, {@code MARKDOWN}, untrusted. */
  public static Builder builder(String id, String text) {
    return new Builder(id, text);
  }

  /** Collects the optional parts of a document. Not safe for concurrent use. */
  public static final class Builder {
    private final String id;
    private final String text;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private String source = "memory";
    private String title;
    private DocumentFormat format = DocumentFormat.MARKDOWN;
    private Label label;

    private Builder(String id, String text) {
      this.id = id;
      this.text = text;
      this.title = id;
      this.label = Label.untrusted("doc:" + id);
    }

    /** Names the source; default {@code "memory"}. */
    public Builder source(String name) {
      this.source = name;
      return this;
    }

    /** Sets the title; default the id. */
    public Builder title(String line) {
      this.title = line;
      return this;
    }

    /** Sets the format; default {@link DocumentFormat#MARKDOWN}. */
    public Builder format(DocumentFormat structure) {
      this.format = structure;
      return this;
    }

    /** Sets the label; default {@link Label#untrusted} with the origin {@code doc:<id>}. */
    public Builder label(Label declared) {
      this.label = declared;
      return this;
    }

    /** Adds facts; a later value replaces an earlier one of the same name. */
    public Builder metadata(Map<String, String> facts) {
      this.metadata.putAll(facts);
      return this;
    }

    /**
     * Makes the document.
     *
     * @throws IllegalArgumentException if the id is blank, too long or has control characters
     */
    public Document build() {
      return new Document(id, source, title, format, text, label, metadata);
    }
  }
}
