package io.harden4j.rag.chunk;

import io.harden4j.rag.document.Document;
import java.util.List;

/**
 * Cuts a document into chunks. A pure function: the same document yields the same chunks.
 *
 * <p><b>Thread safety.</b> Implementations are safe for concurrent use.
 */
public interface Chunker {
  /** Names rules and settings; it is part of every chunk id, so it changes when the cuts may change. */
  String version();

  /** Returns the chunks in the order of the text; empty for a blank document. */
  List<Chunk> chunk(Document document);
}
