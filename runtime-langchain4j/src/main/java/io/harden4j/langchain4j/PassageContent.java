package io.harden4j.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import io.harden4j.retrieval.Passage;
import java.util.Map;

/** Shows passages as LangChain4j's contents. */
final class PassageContent {
  private PassageContent() {}

  static Content of(Passage passage) {
    Metadata metadata = new Metadata();
    passage.metadata().forEach(metadata::put);
    metadata
        .put("source", passage.source())
        .put("title", passage.title())
        .put("start", passage.start())
        .put("end", passage.end());
    return Content.from(
        TextSegment.from(passage.text(), metadata),
        Map.of(ContentMetadata.SCORE, passage.score(), ContentMetadata.EMBEDDING_ID, passage.id()));
  }
}
