package io.harden4j.rag;

import io.harden4j.rag.chunk.Chunk;
import io.harden4j.rag.document.Document;
import io.harden4j.retrieval.Passage;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An indexed chunk with its document.
 *
 * @param document where it was cut from
 * @param chunk the piece
 * @param likeness equal for two texts that differ only in case, blanks or compatibility forms
 */
record Entry(Document document, Chunk chunk, String likeness) {
  static Entry of(Document document, Chunk chunk) {
    String unified =
        Normalizer.normalize(chunk.text(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return new Entry(document, chunk, unified.replaceAll("\\s+", " ").strip());
  }

  Passage passage(double score) {
    Map<String, String> metadata = new HashMap<>(document.metadata());
    metadata.put("document.title", document.title());
    metadata.put("document.source", document.source());
    return new Passage(
        chunk.id(),
        document.id(),
        String.join(" > ", chunk.headings()),
        chunk.text(),
        chunk.start(),
        chunk.end(),
        chunk.sha256(),
        score,
        document.label(),
        metadata);
  }
}
