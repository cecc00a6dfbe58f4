package io.harden4j.ollama.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Shapes of well-known models, for planning without a server. The library ships one file of them; every entry says where its numbers
 * are from. Immutable; safe to share between threads.
 */
public final class ModelShapes {
  private static final String RESOURCE = "model-shapes.json";

  private final Map<String, ModelShape> byName;

  private ModelShapes(Map<String, ModelShape> byName) {
    this.byName = byName;
  }

  /** Reads the shapes that come with the library. */
  public static ModelShapes shipped() {
    try (InputStream in = ModelShapes.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + " is missing from the library's jar; was it repackaged?");
      }
      return read(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ModelShapes read(JsonNode root) {
    Map<String, ModelShape> shapes = new LinkedHashMap<>();
    for (JsonNode model : root.path("models")) {
      ModelShape shape = shape(model);
      if (shapes.put(shape.name(), shape) != null) {
        throw new IllegalArgumentException("two shapes are named " + shape.name());
      }
    }
    return new ModelShapes(shapes);
  }

  /** Names of all shapes, in the file's order. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** Returns the shape of this name; without a tag {@code latest} is looked for, as Ollama does. */
  public Optional<ModelShape> find(String name) {
    ModelShape exact = byName.get(name);
    return Optional.ofNullable(exact != null ? exact : byName.get(name + ":latest"));
  }

  /**
   * Returns the shape of this name.
   *
   * @throws UnknownModelShapeException with the names there are
   */
  public ModelShape get(String name) {
    return find(name).orElseThrow(() -> new UnknownModelShapeException(name, names()));
  }

  private static ModelShape shape(JsonNode model) {
    int window = model.path("slidingWindow").asInt();
    ModelShape.Builder shape = ModelShape.builder(text(model, "name"))
        .architecture(text(model, "architecture"))
        .slidingWindow(window, window == 0 ? WindowPattern.NONE : WindowPattern.KNOWN)
        .attentionHeads(model.path("attentionHeads").asInt())
        .embeddingLength(model.path("embeddingLength").asInt())
        .vocabularySize(model.path("vocabularySize").asInt())
        .contextLength(model.path("contextLength").asInt())
        .parameters(
            model.path("parameters").asLong(), model.path("activeParameters").asLong())
        .quantization(text(model, "quantization"))
        .fileBytes(model.path("fileBytes").asLong())
        .capabilities(strings(model.path("capabilities")))
        .source(Origin.ASSUMED, text(model, "source"))
        .note(model.path("note").asText());
    for (JsonNode layer : model.path("layers")) {
      shape.layers(layer.path("count").asInt(), layer(layer));
    }
    return shape.build();
  }

  private static LayerShape layer(JsonNode layer) {
    int heads = layer.path("kvHeads").asInt();
    int key = layer.path("keyLength").asInt();
    int value = layer.path("valueLength").asInt();
    String kind = text(layer, "kind");
    return switch (kind) {
      case "full" -> LayerShape.full(heads, key, value);
      case "sliding" -> LayerShape.sliding(heads, key, value);
      case "shared" -> LayerShape.shared();
      case "recurrent" -> LayerShape.recurrent(layer.path("stateBytes").asLong());
      default -> throw new IllegalArgumentException("'" + kind + "' is no kind of layer");
    };
  }

  private static String text(JsonNode node, String field) {
    String text = node.path(field).asText();
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a model shape lacks '" + field + "'");
    }
    return text;
  }

  private static Set<String> strings(JsonNode array) {
    Set<String> values = new LinkedHashSet<>();
    array.forEach(value -> values.add(value.asText()));
    return values;
  }
}
