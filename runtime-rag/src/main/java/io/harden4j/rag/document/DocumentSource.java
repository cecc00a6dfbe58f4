package io.harden4j.rag.document;

/**
 * Yields the documents of one place.
 *
 * <p><b>Order.</b> The same content yields the same documents in the same order.
 *
 * <p><b>Failure.</b> A document that cannot be read is a {@link LoadProblem}; the others are still returned.
 */
@FunctionalInterface
public interface DocumentSource {
  /**
   * Reads everything.
   *
   * @throws SourceUnavailableException if the place as a whole cannot be read
   */
  LoadedDocuments load();
}
