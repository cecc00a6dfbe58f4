package io.harden4j.examples.desk;

import static io.harden4j.examples.desk.SupportDesk.PASSAGES;
import static io.harden4j.examples.desk.SupportDesk.PLAN;
import static io.harden4j.examples.desk.SupportDesk.QUESTION;

import io.harden4j.graph.Node;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.Update;
import io.harden4j.retrieval.Passage;
import io.harden4j.retrieval.Retriever;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Searches the handbook for the question and for what the router wants to know. Each passage brings its label along. */
final class HandbookSearch implements Node {
  private static final int FOR_QUESTION = 5;
  private static final int FOR_SEARCH = 3;

  private final Retriever handbook;

  HandbookSearch(Retriever handbook) {
    this.handbook = handbook;
  }

  @Override
  public Update run(NodeContext ctx) {
    Map<String, Passage> found = new LinkedHashMap<>();
    ctx.retrieve(handbook, ctx.get(QUESTION), FOR_QUESTION).forEach(p -> found.put(p.id(), p));
    for (String search : ctx.get(PLAN).searches()) {
      ctx.retrieve(handbook, search, FOR_SEARCH).forEach(p -> found.putIfAbsent(p.id(), p));
    }
    return Update.of(PASSAGES, List.copyOf(found.values()));
  }
}
