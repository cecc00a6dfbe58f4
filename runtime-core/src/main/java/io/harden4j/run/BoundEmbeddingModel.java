package io.harden4j.run;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import io.harden4j.checkpoint.Digests;
import io.harden4j.run.EmbeddingCall.Embedded;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A LangChain4j embedding model bound to a task. */
final class BoundEmbeddingModel implements EmbeddingModel {
  private final TaskScope scope;
  private final EmbeddingModel model;

  BoundEmbeddingModel(TaskScope scope, EmbeddingModel model) {
    this.scope = scope;
    this.model = model;
  }

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    String texts =
        String.join("\u001e", segments.stream().map(TextSegment::text).toList());
    Embedded embedded = perform(Digests.sha256(texts), segments.size(), texts.length(), () -> {
      Response<List<Embedding>> response = model.embedAll(segments);
      return embedded(response.content(), response.tokenUsage());
    });
    return Response.from(embeddings(embedded), usage(embedded));
  }

  @Override
  public EmbeddingResponse embed(EmbeddingRequest request) {
    String shown = request.toString();
    Embedded embedded =
        perform(Digests.sha256(shown), request.inputs().size(), shown.length(), () -> {
          EmbeddingResponse response = model.embed(request);
          return embedded(response.embeddings(), response.tokenUsage());
        });
    return EmbeddingResponse.builder()
        .embeddings(embeddings(embedded))
        .modelName(model.modelName())
        .tokenUsage(usage(embedded))
        .build();
  }

  private Embedded perform(String digest, int inputs, long characters, Callable<Embedded> body) {
    return scope
        .run()
        .road()
        .perform(
            new EmbeddingCall(scope, model.modelName(), digest, inputs, characters, body), scope);
  }

  private static Embedded embedded(List<Embedding> embeddings, @Nullable TokenUsage usage) {
    Integer tokens = usage == null ? null : usage.inputTokenCount();
    return new Embedded(
        embeddings.stream().map(Embedding::vector).toList(),
        tokens == null ? 0 : Math.max(0, tokens));
  }

  private static List<Embedding> embeddings(Embedded embedded) {
    return embedded.vectors().stream().map(Embedding::from).toList();
  }

  private static @Nullable TokenUsage usage(Embedded embedded) {
    return embedded.inputTokens() == 0
        ? null
        : new TokenUsage(Math.toIntExact(embedded.inputTokens()));
  }

  @Override
  public int dimension() {
    return model.dimension();
  }

  @Override
  public String modelName() {
    return model.modelName();
  }

  @Override
  public ModelProvider provider() {
    return model.provider();
  }
}
