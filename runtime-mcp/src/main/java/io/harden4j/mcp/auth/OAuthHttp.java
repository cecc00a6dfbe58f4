package io.harden4j.mcp.auth;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** HTTP for authorization: https or this machine only, no redirects, small answers, private addresses refused unless allowed. Thread-safe. */
final class OAuthHttp {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int LONGEST = 256 << 10;
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private final boolean privateAddresses;
  private final HttpClient client = HttpClient.newBuilder()
      .followRedirects(HttpClient.Redirect.NEVER)
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(PATIENCE)
      .build();

  OAuthHttp(boolean privateAddresses) {
    this.privateAddresses = privateAddresses;
  }

  /** An answer. */
  record Answer(int status, JsonNode body) {}

  /** Returns a document, or empty if there is none at that address. */
  Optional<JsonNode> document(URI url) {
    Answer answer =
        send(HttpRequest.newBuilder(url).header("Accept", "application/json").GET(), url);
    return answer.status() == 200 && answer.body().isObject()
        ? Optional.of(answer.body())
        : Optional.empty();
  }

  Answer postForm(URI url, Map<String, String> form, Optional<String> authorization) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url)
        .header("Accept", "application/json")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(encode(form)));
    authorization.ifPresent(a -> request.header("Authorization", a));
    return send(request, url);
  }

  Answer postJson(URI url, JsonNode body) {
    return send(
        HttpRequest.newBuilder(url)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())),
        url);
  }

  static String encode(Map<String, String> form) {
    StringJoiner joiner = new StringJoiner("&");
    form.forEach((name, value) -> joiner.add(encode(name) + "=" + encode(value)));
    return joiner.toString();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static JsonNode object(Map<String, ?> values) {
    return JSON.valueToTree(values);
  }

  private Answer send(HttpRequest.Builder request, URI url) {
    try {
      requireSafe(url);
      HttpResponse<InputStream> response =
          client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
          throw new AuthorizationException(
              "the answer of " + url.getHost() + " is longer than " + LONGEST + " bytes");
        }
        return new Answer(response.statusCode(), parse(bytes));
      }
    } catch (IOException e) {
      throw new AuthorizationException(
          "the authorization server at " + url.getHost() + " cannot be reached: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthorizationException("interrupted while asking " + url.getHost(), e);
    }
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  private void requireSafe(URI url) throws IOException {
    boolean secure = "https".equals(url.getScheme());
    if (!secure && !(privateAddresses && "http".equals(url.getScheme()))) {
      throw new AuthorizationException(
          "the address " + url.getScheme() + "://" + url.getHost() + " is not https");
    }
    if (!privateAddresses) {
      Addresses.requirePublic(url);
    }
  }
}
