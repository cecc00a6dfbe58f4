package io.harden4j.rag;

import io.harden4j.rag.document.LoadProblem;
import java.util.List;

/**
 * What went into an index, and what did not.
 *
 * @param documents documents that are searchable
 * @param chunks chunks that are searchable
 * @param embedded chunks whose vector was computed now; the others were unchanged, or there is no embedder
 * @param embedder id of the embedder, or empty without one
 * @param chunker version of the chunker
 * @param problems what was left out and why; copied
 */
public record IngestReport(
    int documents,
    int chunks,
    int embedded,
    String embedder,
    String chunker,
    List<LoadProblem> problems) {
  public IngestReport {
    problems = List.copyOf(problems);
  }

  /** Says whether everything that the sources hold is searchable. */
  public boolean complete() {
    return problems.isEmpty();
  }
}
