package io.harden4j.engine;

import static io.harden4j.graph.StateGraph.END;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.harden4j.graph.GraphDefinitionException;
import io.harden4j.graph.GraphFault;
import io.harden4j.graph.GraphFault.Kind;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphDefinitionTest {
  private static List<Kind> faults(StateGraph.Builder builder) {
    GraphDefinitionException thrown =
        catchThrowableOfType(GraphDefinitionException.class, builder::build);
    return thrown.faults().stream().map(GraphFault::kind).toList();
  }

  @Test
  void build_reports_all_faults_at_once() {
    StateGraph.Builder broken = StateGraph.builder("broken")
        .state(
            StateKey.of("ok", String.class),
            StateKey.of("thread", Thread.class),
            StateKey.of("ok", Integer.class))
        .node("a", ctx -> Update.none())
        .node("a", ctx -> Update.none())
        .node("island", ctx -> Update.none())
        .node("stuck", ctx -> Update.none())
        .node("joined", ctx -> Update.none())
        .start("a")
        .edge("a", "stuck")
        .edge("a", "nowhere")
        .edge("island", END)
        .edge("joined", END)
        .join("joined", "a", "island")
        .route("a", r -> r.when(s -> true, END));

    assertThat(faults(broken))
        .contains(
            Kind.DUPLICATE_NAME,
            Kind.KEY_WITHOUT_CODEC,
            Kind.UNREACHABLE_NODE,
            Kind.DEAD_END,
            Kind.UNDECLARED_TARGET,
            Kind.UNFILLABLE_JOIN,
            Kind.PARTIAL_ROUTE);
  }

  record Deep(List<Inner> inner) {}

  record Inner(Object anything) {}

  @Test
  void a_record_that_could_not_be_read_back_is_found_with_its_path() {
    GraphDefinitionException thrown = catchThrowableOfType(
        GraphDefinitionException.class,
        () -> StateGraph.builder("g")
            .state(StateKey.of("deep", Deep.class))
            .node("a", ctx -> Update.none())
            .start("a")
            .edge("a", END)
            .build());

    assertThat(thrown)
        .hasMessageContaining("Deep.inner: Inner.anything: java.lang.Object is abstract");
  }

  @Test
  void a_graph_without_a_start_is_refused() {
    assertThat(faults(StateGraph.builder("g").node("a", ctx -> Update.none()).edge("a", END)))
        .contains(Kind.NO_START);
  }

  @Test
  void a_join_of_two_alternatives_of_one_route_is_refused() {
    StateGraph.Builder exclusive = StateGraph.builder("g")
        .node("choose", ctx -> Update.none())
        .node("left", ctx -> Update.none())
        .node("right", ctx -> Update.none())
        .node("both", ctx -> Update.none())
        .start("choose")
        .route("choose", r -> r.when(s -> true, "left").otherwise("right"))
        .join("both", "left", "right")
        .edge("both", END);

    assertThat(faults(exclusive)).containsExactly(Kind.UNFILLABLE_JOIN);
  }

  @Test
  void a_join_that_waits_for_a_node_behind_itself_is_refused() {
    StateGraph.Builder circular = StateGraph.builder("g")
        .node("a", ctx -> Update.none())
        .node("b", ctx -> Update.none())
        .node("after", ctx -> Update.none())
        .start("a")
        .join("b", "a", "after")
        .edge("b", "after")
        .edge("after", END);

    assertThat(faults(circular)).contains(Kind.UNFILLABLE_JOIN);
  }

  @Test
  void the_message_says_what_to_do() {
    GraphDefinitionException thrown = catchThrowableOfType(
        GraphDefinitionException.class,
        () -> StateGraph.builder("g")
            .node("a", ctx -> Update.none())
            .start("a")
            .edge("a", "typo")
            .build());

    assertThat(thrown)
        .hasMessageContaining("'typo'")
        .hasMessageContaining("Nodes: [a]")
        .hasMessageContaining("Add it with node(");
  }

  @Test
  void the_diagram_shows_every_way() {
    StateGraph graph = Scene.graph()
        .node("a", ctx -> Update.none(), n -> n.goesTo("d"))
        .node("b", ctx -> Update.none())
        .node("c", ctx -> Update.none())
        .node("d", ctx -> Update.none())
        .start("a")
        .edge("a", "b")
        .fanOut("a", "c", s -> List.of(1))
        .join("d", "b", "c")
        .route("d", r -> r.when(s -> s.get(Scene.OK), "a").otherwise(END))
        .build();

    assertThat(graph.toMermaid())
        .contains(
            "flowchart TD",
            "n0[\"a\"]",
            "n0 --> n1",
            "-->|each item| n2",
            "n1 -->|join| n3",
            "n3 -.->|route| n0",
            "n3 -.->|route| finish",
            "n0 -.-> n3");
  }

  @Test
  void the_fingerprint_covers_topology_and_keys_but_not_code() {
    StateGraph one =
        Scene.graph().node("a", ctx -> Update.none()).start("a").edge("a", END).build();
    StateGraph otherCode = Scene.graph()
        .node("a", ctx -> Update.of(Scene.TEXT, "x"))
        .start("a")
        .edge("a", END)
        .build();
    StateGraph otherShape = Scene.graph()
        .node("a", ctx -> Update.none())
        .node("b", ctx -> Update.none())
        .start("a")
        .edge("a", "b")
        .edge("b", END)
        .build();

    assertThat(one.version()).isEqualTo(otherCode.version());
    assertThat(one.version().fingerprint()).isNotEqualTo(otherShape.version().fingerprint());
  }
}
