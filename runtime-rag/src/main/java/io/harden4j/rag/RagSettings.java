package io.harden4j.rag;

import io.harden4j.identity.Tenant;
import io.harden4j.rag.chunk.Chunker;
import io.harden4j.rag.document.DocumentSource;
import io.harden4j.rag.embed.Embedder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link RagIndex.Builder} collected; validated there. */
record RagSettings(
    Tenant tenant,
    String name,
    List<DocumentSource> sources,
    Chunker chunker,
    @Nullable Embedder embedder,
    int maxPerDocument,
    int maxChunksPerDocument,
    int maxChunks) {}
