package io.harden4j.rag;

import io.harden4j.rag.chunk.Chunk;
import io.harden4j.rag.document.Document;
import io.harden4j.rag.document.DocumentSource;
import io.harden4j.rag.document.LoadProblem;
import io.harden4j.rag.document.LoadedDocuments;
import io.harden4j.rag.embed.Embedder;
import io.harden4j.rag.embed.EmbeddingException;
import io.harden4j.rag.search.Bm25Index;
import io.harden4j.rag.search.VectorIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a corpus from the sources. One use each. */
final class Ingest {
  private final RagSettings settings;
  private final Map<String, float[]> known;
  private final List<Entry> entries = new ArrayList<>();
  private final List<LoadProblem> problems = new ArrayList<>();
  private final Set<String> documentIds = new HashSet<>();
  private int documents;
  private int embedded;

  /** Takes the vectors that need not be computed again, by text. */
  Ingest(RagSettings settings, Map<String, float[]> knownVectors) {
    this.settings = settings;
    this.known = new HashMap<>(knownVectors);
  }

  Corpus run() {
    for (DocumentSource source : settings.sources()) {
      LoadedDocuments loaded = source.load();
      problems.addAll(loaded.problems());
      loaded.documents().forEach(this::add);
    }
    Bm25Index words =
        Bm25Index.of(entries.stream().map(e -> e.chunk().searchText()).toList());
    Embedder embedder = settings.embedder();
    VectorIndex vectors = embedder == null ? null : vectors(embedder);
    return new Corpus(entries, words, vectors, report(embedder));
  }

  private void add(Document document) {
    if (!documentIds.add(document.id())) {
      throw new DuplicateDocumentException(document.id());
    }
    List<Chunk> chunks = settings.chunker().chunk(document);
    if (chunks.size() > settings.maxChunksPerDocument()) {
      leaveOut(
          document, LoadProblem.Kind.TOO_LARGE, chunks.size(), settings.maxChunksPerDocument());
    } else if (entries.size() + chunks.size() > settings.maxChunks()) {
      leaveOut(
          document, LoadProblem.Kind.LIMIT, entries.size() + chunks.size(), settings.maxChunks());
    } else {
      documents++;
      chunks.forEach(chunk -> entries.add(Entry.of(document, chunk)));
    }
  }

  private void leaveOut(Document document, LoadProblem.Kind kind, int chunks, int limit) {
    String message = "left out: it would make " + chunks + " chunks where " + limit
        + " are allowed; split it or raise the limit of the index";
    problems.add(new LoadProblem(document.id(), kind, message));
  }

  private VectorIndex vectors(Embedder embedder) {
    Set<String> missing = new LinkedHashSet<>();
    for (Entry entry : entries) {
      if (!known.containsKey(entry.chunk().searchText())) {
        missing.add(entry.chunk().searchText());
      }
    }
    List<String> texts = List.copyOf(missing);
    List<float[]> fresh = texts.isEmpty() ? List.of() : embedder.embed(texts);
    check(embedder, texts.size(), fresh);
    for (int i = 0; i < texts.size(); i++) {
      known.put(texts.get(i), fresh.get(i));
    }
    embedded = texts.size();
    return VectorIndex.of(
        embedder.dimension(),
        entries.stream().map(e -> known.get(e.chunk().searchText())).toList());
  }

  private static void check(Embedder embedder, int texts, List<float[]> vectors) {
    boolean fits =
        vectors.size() == texts && vectors.stream().allMatch(v -> v.length == embedder.dimension());
    if (!fits) {
      throw new EmbeddingException(
          embedder.id(),
          "embedder '" + embedder.id() + "' made " + vectors.size() + " vectors of " + texts
              + " texts, or vectors of another length than its dimension " + embedder.dimension()
              + "; fix the embedder",
          null);
    }
  }

  private IngestReport report(@Nullable Embedder embedder) {
    return new IngestReport(
        documents,
        entries.size(),
        embedded,
        embedder == null ? "" : embedder.id(),
        settings.chunker().version(),
        problems);
  }
}
