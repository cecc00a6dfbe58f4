package io.harden4j.rag;

import io.harden4j.identity.Tenant;
import io.harden4j.rag.chunk.Chunker;
import io.harden4j.rag.chunk.MarkdownChunker;
import io.harden4j.rag.document.DocumentSource;
import io.harden4j.rag.embed.Embedder;
import io.harden4j.rag.search.Hit;
import io.harden4j.rag.search.Rrf;
import io.harden4j.retrieval.Passage;
import io.harden4j.retrieval.RetrievalQuery;
import io.harden4j.retrieval.Retriever;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Searches the documents of one tenant, in memory: by words, and by meaning too where there is an embedder.
 *
 * <p><b>Isolation.</b> An index belongs to a tenant. A principal of another tenant gets {@link IndexNotFoundException}, and a
 * principal of this one only passages whose label lists it, its groups or its tenant as readers.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use. A retrieval sees the corpus as it was when it began; {@link #refresh}
 * puts a new one in its place at once or, if it fails, not at all.
 */
public final class RagIndex implements Retriever {
  private static final int MIN_CANDIDATES = 100;
  private static final int CANDIDATES_PER_HIT = 10;
  private static final int EMBEDDED_CHARS = 4_000; // no sentence embedder keeps the meaning of more

  private final RagSettings settings;
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile Corpus corpus;

  private RagIndex(RagSettings settings) {
    this.settings = settings;
    this.corpus = new Ingest(settings, Map.of()).run();
  }

  /**
   * Starts an index.
   *
   * @param tenant whose documents these are
   * @param name what journals and traces call it; not blank
   */
  public static Builder builder(Tenant tenant, String name) {
    return new Builder(tenant, name);
  }

  @Override
  public String name() {
    return settings.name();
  }

  /** Tells what is searchable now, and what was left out. */
  public IngestReport report() {
    return corpus.report();
  }

  /**
   * Reads the sources again. Chunks whose text is unchanged keep their vectors.
   *
   * @throws io.harden4j.rag.document.SourceUnavailableException if a source cannot be read; the index stays as it was
   */
  public IngestReport refresh() {
    refreshing.lock();
    try {
      Corpus next = new Ingest(settings, corpus.vectorsByText()).run();
      corpus = next;
      return next.report();
    } finally {
      refreshing.unlock();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of one document come at most {@code maxPerDocument} passages, and of equal texts the best one. Questions may be of any
   * length; their meaning is taken from the first 4,000 characters.
   *
   * @throws IndexNotFoundException if the principal is of another tenant
   * @throws io.harden4j.rag.embed.EmbeddingException if the embedder fails
   */
  @Override
  public List<Passage> retrieve(RetrievalQuery query) {
    if (!query.principal().tenant().equals(settings.tenant())) {
      throw new IndexNotFoundException(settings.name(), query.principal().tenant());
    }
    Corpus current = corpus;
    Access access = Access.of(query.principal());
    return select(current, ranked(current, query, current.visibleTo(access)), query.limit());
  }

  private List<Hit> ranked(Corpus current, RetrievalQuery query, IntPredicate accepts) {
    int depth = (int) Math.min(
        Integer.MAX_VALUE, Math.max(MIN_CANDIDATES, (long) query.limit() * CANDIDATES_PER_HIT));
    List<List<Hit>> rankings = new ArrayList<>();
    rankings.add(current.words().search(query.text(), depth, accepts));
    Embedder embedder = settings.embedder();
    if (embedder != null && !current.entries().isEmpty()) {
      String start = query.text().substring(0, Math.min(query.text().length(), EMBEDDED_CHARS));
      rankings.add(current.byMeaning(embedder.embedQuery(start), depth, accepts));
    }
    int candidates = rankings.stream().mapToInt(List::size).sum();
    return Rrf.fuse(rankings, Math.max(1, candidates));
  }

  /** A few planted documents must not fill the answer, and neither must one text that was copied around. */
  private List<Passage> select(Corpus current, List<Hit> hits, int limit) {
    Map<String, Integer> perDocument = new HashMap<>();
    Set<String> seen = new HashSet<>();
    List<Passage> passages = new ArrayList<>();
    for (Hit hit : hits) {
      Entry entry = current.entries().get(hit.ordinal());
      boolean full =
          perDocument.getOrDefault(entry.document().id(), 0) >= settings.maxPerDocument();
      if (passages.size() < limit && !full && seen.add(entry.likeness())) {
        perDocument.merge(entry.document().id(), 1, Integer::sum);
        passages.add(entry.passage(hit.score()));
      }
    }
    return List.copyOf(passages);
  }

  /** Collects the settings of an index. Not safe for concurrent use. */
  public static final class Builder {
    private final Tenant tenant;
    private final String name;
    private final List<DocumentSource> sources = new ArrayList<>();
    private Chunker chunker = MarkdownChunker.create();
    private @Nullable Embedder embedder;
    private int maxPerDocument = 3;
    private int maxChunksPerDocument = 2_000;
    private int maxChunks = 20_000;

    private Builder(Tenant tenant, String name) {
      this.tenant = tenant;
      this.name = name;
    }

    /** Adds a source; at least one is needed. */
    public Builder source(DocumentSource source) {
      this.sources.add(source);
      return this;
    }

    /** Searches by meaning too; default by words only. The caller closes the embedder, after the index is out of use. */
    public Builder embedder(Embedder model) {
      this.embedder = model;
      return this;
    }

    /** Sets how documents are cut; default {@link MarkdownChunker#create()}. */
    public Builder chunker(Chunker rules) {
      this.chunker = rules;
      return this;
    }

    /** Returns no more passages than this of one document; default 3. */
    public Builder maxPerDocument(int passages) {
      this.maxPerDocument = positive(passages, "maxPerDocument");
      return this;
    }

    /** Leaves out documents that make more chunks; default 2,000. */
    public Builder maxChunksPerDocument(int chunks) {
      this.maxChunksPerDocument = positive(chunks, "maxChunksPerDocument");
      return this;
    }

    /** Leaves out documents that would bring the index above this; default 20,000, up to where a full scan is quick. */
    public Builder maxChunks(int chunks) {
      this.maxChunks = positive(chunks, "maxChunks");
      return this;
    }

    /**
     * Reads the sources and makes the index; {@link RagIndex#report} tells what was left out.
     *
     * @throws IllegalArgumentException if the name is blank or there is no source
     * @throws DuplicateDocumentException if two documents have one id
     * @throws io.harden4j.rag.document.SourceUnavailableException if a source cannot be read
     * @throws io.harden4j.rag.embed.EmbeddingException if the embedder fails
     */
    public RagIndex build() {
      if (name.isBlank()) {
        throw new IllegalArgumentException(
            "the index has no name; pass one to builder(tenant, name)");
      }
      if (sources.isEmpty()) {
        throw new IllegalArgumentException(
            "index '" + name + "' has no source; add one with source(FolderSource.of(folder))");
      }
      return new RagIndex(new RagSettings(
          tenant,
          name,
          List.copyOf(sources),
          chunker,
          embedder,
          maxPerDocument,
          maxChunksPerDocument,
          maxChunks));
    }

    private static int positive(int value, String what) {
      if (value < 1) {
        throw new IllegalArgumentException(what + " is " + value + "; it must be 1 or more");
      }
      return value;
    }
  }
}
