package io.harden4j.run;

import io.harden4j.label.Label;
import io.harden4j.retrieval.Passage;
import io.harden4j.retrieval.RetrievalQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node gets of what a retriever returned. Who may see a passage is checked again: a filter inside a store is a parameter of a query, and those get lost. */
final class Retrieved {
  private Retrieved() {}

  /** Leaves out what the principal may not see and what is over the limit. A passage without a label is untrusted and its tenant's own. */
  static List<Passage> permitted(List<Passage> found, RetrievalQuery query) {
    return found.stream()
        .map(passage -> labelled(passage, query))
        .filter(passage -> passage.label().readers().admits(query.principal()))
        .limit(query.limit())
        .toList();
  }

  private static Passage labelled(Passage passage, RetrievalQuery query) {
    @Nullable Label label = passage.label();
    return label == null ? passage.withLabel(Label.unknown(query.principal().tenant())) : passage;
  }
}
