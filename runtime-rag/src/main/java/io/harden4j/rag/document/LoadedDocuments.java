package io.harden4j.rag.document;

import java.util.List;

/**
 * What a source yielded.
 *
 * @param documents everything that was read, in the source's stable order; copied
 * @param problems everything that was not, in the same order; copied
 */
public record LoadedDocuments(List<Document> documents, List<LoadProblem> problems) {
  public LoadedDocuments {
    documents = List.copyOf(documents);
    problems = List.copyOf(problems);
  }
}
