package io.harden4j.hostile;

import static io.harden4j.hostile.Arena.LOG;
import static io.harden4j.hostile.Arena.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Readers;
import io.harden4j.retrieval.Passage;
import io.harden4j.retrieval.RetrievalQuery;
import io.harden4j.retrieval.Retriever;
import io.harden4j.run.RunResult;
import io.harden4j.testkit.HostileEvidence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A retriever that forgets who may see what. */
@ExtendWith(HostileEvidence.class)
class RetrievalTest {
  private final Arena arena = new Arena();

  @SuppressWarnings("NullAway") // what a store of somebody else may do
  private static Passage passage(String id, @Nullable Label label) {
    return new Passage(id, id, "", "text of " + id, 0, 5, "", 1, label, Map.of());
  }

  private static Retriever careless(Passage... passages) {
    return new Retriever() {
      @Override
      public String name() {
        return "careless";
      }

      @Override
      public List<Passage> retrieve(RetrievalQuery query) {
        return Arrays.asList(passages);
      }
    };
  }

  private RunResult run(Retriever retriever, int limit) {
    StateGraph graph = Arena.single(ctx -> Update.of(
        LOG,
        ctx.retrieve(retriever, "salaries", limit).stream().map(Passage::id).toList()));
    return arena.runtime(graph).run(graph, Update.none(), thread("t"));
  }

  private static Label page(String... readers) {
    return Label.untrusted("doc").withReaders(Readers.only(readers));
  }

  @Test
  void E22_a_passage_whose_readers_leave_the_principal_out_is_not_returned() {
    Retriever careless = careless(
        passage("anybody's", Label.untrusted("doc")),
        passage("acme's", page("tenant:acme")),
        passage("ana's", page("user:ana", "group:finance")),
        passage("finance's", page("group:finance")),
        passage("globex's", page("tenant:globex")),
        passage("nobody's", page()));

    assertThat(run(careless, 10).orThrow().get(LOG))
        .containsExactly("anybody's", "acme's", "ana's");
  }

  @Test
  void E22_a_hidden_passage_takes_no_place_and_no_more_come_than_were_asked_for() {
    Retriever careless = careless(
        passage("hidden", page("user:bob")),
        passage("one", page("tenant:acme")),
        passage("two", page("tenant:acme")),
        passage("three", page("tenant:acme")));

    assertThat(run(careless, 2).orThrow().get(LOG)).containsExactly("one", "two");
  }

  @Test
  void E24_a_passage_without_a_label_is_untrusted_and_private_to_the_tenant() {
    RunResult result = run(careless(passage("bare", null)), 5);

    Label label = result.state().label(LOG);
    assertThat(result.orThrow().get(LOG)).containsExactly("bare");
    assertThat(label.integrity()).isEqualTo(Integrity.UNTRUSTED);
    assertThat(label.readers()).isEqualTo(Readers.only("tenant:acme"));
  }
}
