package io.harden4j.ollama;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls Ollama's API and turns whatever goes wrong into a typed exception. The timeout covers the whole answer, body included. */
final class OllamaHttp {
  private static final int LIMIT = 64 << 20;
  private static final int NOT_FOUND = 404;

  private final ObjectMapper json = new ObjectMapper();
  private final OllamaAddress address;
  private final HttpClient client;
  private final Duration timeout;

  OllamaHttp(OllamaAddress address, Duration connectTimeout, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
    this.client = HttpClient.newBuilder()
        .connectTimeout(connectTimeout)
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  JsonNode get(String path) {
    HttpResponse<byte[]> response = send(request(path).GET().build());
    return read(path, response);
  }

  /** Posts a request about one model; 404 then means that the server does not have it. */
  JsonNode post(String path, JsonNode body, String model) {
    HttpRequest request = request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
        .build();
    HttpResponse<byte[]> response = send(request);
    if (response.statusCode() == NOT_FOUND && isModelError(response.body())) {
      throw new ModelMissingException(model, address.toString());
    }
    return read(path, response);
  }

  ObjectMapper json() {
    return json;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .timeout(timeout)
        .header("Accept", "application/json");
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> call =
        client.sendAsync(request, info -> new LimitedBody(LIMIT));
    try {
      return call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      call.cancel(true);
      throw unavailable("no full answer within " + timeout.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw unavailable("the waiting thread was interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw unavailable(reason(cause), cause);
    }
  }

  private static String reason(Throwable cause) {
    if (cause instanceof java.net.ConnectException) {
      return "connection refused";
    }
    if (cause instanceof java.net.http.HttpTimeoutException) {
      return "no answer in time";
    }
    return cause.getClass().getSimpleName()
        + (cause.getMessage() == null ? "" : " " + cause.getMessage());
  }

  private OllamaUnavailableException unavailable(String reason, Throwable cause) {
    return new OllamaUnavailableException(address.toString(), reason, cause);
  }

  private JsonNode read(String path, HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw new OllamaProtocolException(
          address.toString(), path, "with status " + response.statusCode(), null);
    }
    try {
      JsonNode node = json.readTree(response.body());
      if (node == null || !node.isObject()) {
        throw new OllamaProtocolException(
            address.toString(), path, "with something that is no JSON object", null);
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new OllamaProtocolException(
          address.toString(), path, "with something that is no JSON", e);
    } catch (IOException e) {
      throw new OllamaProtocolException(address.toString(), path, "with something unreadable", e);
    }
  }

  private boolean isModelError(byte[] body) {
    try {
      JsonNode node = json.readTree(body);
      return node != null && node.path("error").asText().contains("model");
    } catch (IOException notOllama) {
      return false;
    }
  }
}
