package io.harden4j.rag;

import io.harden4j.AgentRuntimeException;

/** Two sources yielded documents with one id, so that citations and labels would not tell them apart. */
public final class DuplicateDocumentException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final String documentId;

  DuplicateDocumentException(String documentId) {
    super(
        "two documents have the id '" + documentId
            + "'; give the sources different names, for example FolderSource.builder(folder).name(...)");
    this.documentId = documentId;
  }

  /** Returns the id. */
  public String documentId() {
    return documentId;
  }
}
