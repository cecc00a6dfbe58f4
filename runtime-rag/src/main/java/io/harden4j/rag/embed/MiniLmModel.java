package io.harden4j.rag.embed;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.concurrent.Executor;

/** The only class that names the optional dependency: it is loaded when the model is, and not before. */
final class MiniLmModel {
  private MiniLmModel() {}

  static EmbeddingModel load(Executor executor) {
    return new AllMiniLmL6V2QuantizedEmbeddingModel(executor);
  }
}
