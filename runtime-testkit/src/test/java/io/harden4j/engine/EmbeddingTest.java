package io.harden4j.engine;

import static io.harden4j.engine.Scene.ANA;
import static io.harden4j.engine.Scene.TEXT;
import static io.harden4j.engine.Scene.suspended;
import static io.harden4j.engine.Scene.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import io.harden4j.effect.Budget;
import io.harden4j.effect.UnpricedModelException;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunResult;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private final Scene scene = new Scene();
  private final AtomicInteger calls = new AtomicInteger();
  private final EmbeddingModel model = new EmbeddingModel() {
    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
      float call = calls.incrementAndGet();
      List<Embedding> embeddings = segments.stream()
          .map(s -> Embedding.from(new float[] {call, s.text().length()}))
          .toList();
      return Response.from(embeddings, new TokenUsage(7));
    }
  };

  @Test
  void an_embedding_is_computed_once_and_the_same_again_after_a_pause() {
    StateGraph graph = Scene.single(ctx -> {
      EmbeddingModel bound = ctx.embeddingModel(model);
      String one = bound.embed("abc").content().vectorAsList().toString();
      String two = bound
          .embed(EmbeddingRequest.builder().inputs("abcd").build())
          .embeddings()
          .get(0)
          .vectorAsList()
          .toString();
      ctx.ask("Go on?", Boolean.class);
      return Update.of(TEXT, one + two);
    });
    AgentRuntime runtime = scene.builder().graphs(graph).build();
    var question =
        suspended(runtime.run(graph, Update.none(), thread("t"))).questions().get(0);
    runtime.inbox().answer(question, true, ANA);

    assertThat(
            scene.builder().graphs(graph).build().resume(thread("t")).orThrow().get(TEXT))
        .isEqualTo("[1.0, 3.0][2.0, 4.0]");
    assertThat(calls).hasValue(2);
  }

  @Test
  void an_embedding_costs_the_tokens_that_its_provider_reports_and_is_no_model_call() {
    RunResult result = scene.runtime().run(one(), Update.none(), thread("t"));

    assertThat(result.info().spent().inputTokens()).isEqualTo(7);
    assertThat(result.info().spent().modelCalls()).isZero();
  }

  @Test
  void an_embedding_that_does_not_fit_the_budget_is_not_made() {
    RunResult result =
        scene.runtime().run(one(), Update.none(), thread("t").budget(Budget.of().tokens(1)));

    assertThat(result).isInstanceOf(RunResult.OutOfBudget.class);
    assertThat(calls).hasValue(0);
  }

  @Test
  void an_embedding_of_a_model_without_a_price_is_refused_where_money_is_bounded() {
    RunResult result = scene
        .runtime()
        .run(one(), Update.none(), thread("t").budget(Budget.of().money(BigDecimal.ONE)));

    assertThat(((RunResult.Failed) result).error()).isInstanceOf(UnpricedModelException.class);
    assertThat(calls).hasValue(0);
  }

  private StateGraph one() {
    return Scene.single(ctx -> Update.of(
        TEXT, ctx.embeddingModel(model).embed("abc").content().vectorAsList().toString()));
  }
}
