package io.harden4j.ollama;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.ollama.capacity.ModelShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an Ollama server has and holds: version, installed models, their details, loaded models. Tolerant: fields it does not know are
 * ignored, fields a server leaves out are empty. Read-only; it never pulls, loads or deletes.
 *
 * <p>Every method throws {@link OllamaUnavailableException} if the server does not answer in time and {@link OllamaProtocolException} if
 * something else answers. Safe for concurrent use; one instance keeps one HTTP client.
 */
public final class OllamaInventory {
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  private final OllamaAddress address;
  private final OllamaHttp http;

  private OllamaInventory(Builder builder) {
    this.address = builder.address;
    this.http = new OllamaHttp(address, builder.connectTimeout, builder.timeout);
  }

  /** Returns the inventory of the server at this address, with the builder's default timeouts. */
  public static OllamaInventory at(OllamaAddress address) {
    return builder(address).build();
  }

  /** Starts an inventory of the server at this address. */
  public static Builder builder(OllamaAddress address) {
    return new Builder(address);
  }

  /** The address of the server. */
  public OllamaAddress address() {
    return address;
  }

  /** The server's version, e.g. {@code 0.33.0}; empty text if it does not say. */
  public String version() {
    return http.get("/api/version").path("version").asText();
  }

  /** Installed models, in the server's order. */
  public List<InstalledModel> installed() {
    List<InstalledModel> models = new ArrayList<>();
    for (JsonNode model : http.get("/api/tags").path("models")) {
      models.add(new InstalledModel(
          name(model),
          model.path("digest").asText(),
          model.path("size").asLong(),
          model.path("details").path("quantization_level").asText(),
          strings(model.path("capabilities")),
          remote(model)));
    }
    return List.copyOf(models);
  }

  /** The installed model of this name; a name without a tag means {@code latest}. */
  public Optional<InstalledModel> find(String model) {
    ModelNames.require(model);
    return installed().stream().filter(installed -> installed.isNamed(model)).findFirst();
  }

  /** Models in memory now. */
  public List<LoadedModel> loaded() {
    List<LoadedModel> models = new ArrayList<>();
    for (JsonNode model : http.get("/api/ps").path("models")) {
      models.add(new LoadedModel(
          name(model),
          model.path("size").asLong(),
          model.path("size_vram").asLong(),
          model.path("context_length").asInt()));
    }
    return List.copyOf(models);
  }

  /**
   * Details of a model. Where the server leaves out values per layer it is asked again for all of them, which takes some megabytes.
   *
   * @throws ModelMissingException if the server does not have the model
   */
  public ModelDetails details(String model) {
    ModelDetails details = show(model, false);
    return details.lacksLayers() ? show(model, true) : details;
  }

  /**
   * The shape of a model for the planner, from the server's own numbers.
   *
   * @throws ModelMissingException if the server does not have the model
   * @throws OllamaProtocolException if the server's details are not enough to plan with
   */
  public ModelShape shape(String model) {
    InstalledModel installed =
        find(model).orElseThrow(() -> new ModelMissingException(model, address.toString()));
    ModelDetails details = details(model);
    try {
      return ShapeReader.read(details, installed.sizeBytes());
    } catch (IllegalArgumentException e) {
      throw new OllamaProtocolException(
          address.toString(),
          "/api/show",
          "without the sizes of " + model + ": " + e.getMessage(),
          e);
    }
  }

  private ModelDetails show(String model, boolean verbose) {
    ObjectNode request = http.json().createObjectNode().put("model", ModelNames.require(model));
    if (verbose) {
      request.put("verbose", true);
    }
    JsonNode answer = http.post("/api/show", request, model);
    JsonNode details = answer.path("details");
    JsonNode info = answer.path("model_info");
    Map<String, Object> map = info.isObject() ? http.json().convertValue(info, MAP) : Map.of();
    return new ModelDetails(
        model,
        details.path("parameter_size").asText(),
        details.path("quantization_level").asText(),
        strings(answer.path("capabilities")),
        map,
        remote(answer));
  }

  private static String name(JsonNode model) {
    String name = model.path("name").asText();
    return name.isEmpty() ? model.path("model").asText() : name;
  }

  private static @Nullable String remote(JsonNode node) {
    String host = node.path("remote_host").asText();
    if (host.isEmpty() && !node.path("remote_model").asText().isEmpty()) {
      host = "another host";
    }
    return host.isEmpty() ? null : host;
  }

  private static Set<String> strings(JsonNode array) {
    Set<String> values = new LinkedHashSet<>();
    array.forEach(value -> values.add(value.asText()));
    return values;
  }

  /** Builds an {@link OllamaInventory}. Not thread-safe. */
  public static final class Builder {
    private final OllamaAddress address;
    private Duration connectTimeout = Duration.ofSeconds(2);
    private Duration timeout = Duration.ofSeconds(10);

    private Builder(OllamaAddress address) {
      this.address = address;
    }

    /** Time to reach the server. Default 2 seconds. */
    public Builder connectTimeout(Duration value) {
      connectTimeout = positive(value);
      return this;
    }

    /** Time for one whole answer. Default 10 seconds. */
    public Builder timeout(Duration value) {
      timeout = positive(value);
      return this;
    }

    /** Builds the inventory; the server is not asked yet. */
    public OllamaInventory build() {
      return new OllamaInventory(this);
    }

    private static Duration positive(Duration value) {
      if (value.isZero() || value.isNegative()) {
        throw new IllegalArgumentException("a timeout is positive, but is " + value);
      }
      return value;
    }
  }
}
