package io.harden4j.rag.document;

/**
 * One document that was left out, and why.
 *
 * @param location where it is, relative to its source; control characters are replaced
 * @param kind what is wrong
 * @param message what happened and what to do about it
 */
public record LoadProblem(String location, Kind kind, String message) {
  /** What kept a document out. */
  public enum Kind {
    /** The bytes are not UTF-8, or are binary. */
    ENCODING,
    /** The document is larger than the limit for one document. */
    TOO_LARGE,
    /** The source as a whole reached its limit of documents or bytes. */
    LIMIT,
    /** The entry is a link that leads out of the source. */
    SYMLINK_ESCAPE,
    /** The name is too long or has control characters. */
    NAME,
    /** Reading failed: permission, broken link, device error. */
    UNREADABLE
  }

  public LoadProblem {
    location = location.replaceAll("\\p{Cntrl}", "\uFFFD");
  }
}
