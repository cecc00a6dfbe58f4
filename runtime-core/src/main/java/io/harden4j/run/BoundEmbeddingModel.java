package io.harden4j.run;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.Response;
import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import java.util.List;
import java.util.concurrent.Callable;

/** A LangChain4j embedding model bound to a task. */
final class BoundEmbeddingModel implements EmbeddingModel {
  private static final JsonCodec<List<float[]>> CODEC = JsonCodec.listOf(float[].class);

  private final TaskContext ctx;
  private final EmbeddingModel model;

  BoundEmbeddingModel(TaskContext ctx, EmbeddingModel model) {
    this.ctx = ctx;
    this.model = model;
  }

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    String texts =
        String.join("\u001e", segments.stream().map(TextSegment::text).toList());
    return Response.from(vectors(
        Digests.sha256(texts), segments.size(), () -> model.embedAll(segments).content()));
  }

  @Override
  public EmbeddingResponse embed(EmbeddingRequest request) {
    return EmbeddingResponse.builder()
        .embeddings(vectors(
            Digests.sha256(request.toString()),
            request.inputs().size(),
            () -> model.embed(request).embeddings()))
        .build();
  }

  private List<Embedding> vectors(String digest, int inputs, Callable<List<Embedding>> call) {
    String name = "embedding:" + model.modelName();
    return ctx
        .runContext()
        .road()
        .perform(
            SimpleOperation.of(
                    name,
                    ObservationKind.EMBEDDING,
                    digest,
                    CODEC,
                    () -> call.call().stream().map(Embedding::vector).toList())
                .retry(ctx.modelRetry())
                .attribute(ObservedKeys.MODEL, model.modelName())
                .attribute(ObservedKeys.INPUT, (long) inputs)
                .label(r -> ctx.label()),
            ctx)
        .stream()
        .map(Embedding::from)
        .toList();
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
