package io.harden4j.retrieval;

import java.util.List;

/**
 * Finds passages. Called on the road of effects through {@code ctx.retrieve}, which records the result, joins the passages' labels
 * into the node's and traces the call.
 *
 * <p><b>Thread safety.</b> Implementations are safe for concurrent use.
 */
public interface Retriever {
  /** Stable name for journal and trace. */
  String name();

  /** Returns at most {@code query.limit()} passages that the query's principal may see, best first. */
  List<Passage> retrieve(RetrievalQuery query);
}
