package io.harden4j.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.retrieval.Passage;
import java.util.List;

/** What a trace shows of passages. */
final class PassageViews {
  private static final int SNIPPET = 200;

  private PassageViews() {}

  static ArrayNode json(List<Passage> passages) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Passage p : passages) {
      String text = p.text();
      all.addObject()
          .put("id", p.id())
          .put("source", p.source())
          .put("score", p.score())
          .put("integrity", p.label().integrity().name())
          .put("snippet", text.length() > SNIPPET ? text.substring(0, SNIPPET) : text);
    }
    return all;
  }
}
