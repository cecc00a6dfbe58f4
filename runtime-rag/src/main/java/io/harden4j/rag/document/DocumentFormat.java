package io.harden4j.rag.document;

/** How the text of a {@link Document} is structured. */
public enum DocumentFormat {
  /** CommonMark-like text: headings, fenced code and tables are recognised. */
  MARKDOWN,

  /** Paragraphs divided by blank lines, nothing else. */
  PLAIN
}
