package io.harden4j.rag.embed;

import java.util.List;

/**
 * Turns texts into vectors of one space.
 *
 * <p><b>Stability.</b> Two embedders with the same {@link #id} give a text the same vector, up to rounding; vectors of
 * different ids must not be compared.
 *
 * <p><b>Thread safety.</b> Implementations are safe for concurrent use.
 */
public interface Embedder extends AutoCloseable {
  /** Names model and version, for example {@code all-minilm-l6-v2-q}. */
  String id();

  /** Returns the length of every vector. */
  int dimension();

  /**
   * Embeds texts that are to be found.
   *
   * @return one vector for each text, in the same order; they need not have length 1
   * @throws EmbeddingException if the model cannot be loaded or fails
   */
  List<float[]> embed(List<String> texts);

  /** Embeds a question; a model that wants questions marked overrides this. */
  default float[] embedQuery(String question) {
    return embed(List.of(question)).get(0);
  }

  /** Releases the model; calling it again does nothing. */
  @Override
  default void close() {}
}
