package io.harden4j.ollama;

import java.net.URI;
import java.util.Locale;

/**
 * The address of an Ollama server.
 *
 * @param uri scheme, host and port, perhaps a path; without a slash at the end
 */
public record OllamaAddress(URI uri) {
  private static final int DEFAULT_PORT = 11434;

  /**
   * Reads an address as people and the variable {@code OLLAMA_HOST} write it: {@code http://host:port}, {@code host:port} or {@code host};
   * the port defaults to 11434, or to the scheme's own with https. The listen-anywhere address 0.0.0.0 becomes 127.0.0.1.
   *
   * @throws IllegalArgumentException if it is no such address, or holds a user, a query or a fragment
   */
  public static OllamaAddress parse(String text) {
    String full = text.strip();
    if (!full.contains("://")) {
      full = "http://" + full;
    }
    URI uri;
    try {
      uri = URI.create(full.replaceFirst("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw wrong(text);
    }
    String host = uri.getHost();
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean web = scheme.equals("http") || scheme.equals("https");
    if (host == null
        || !web
        || uri.getUserInfo() != null
        || uri.getQuery() != null
        || uri.getFragment() != null) {
      throw wrong(text);
    }
    String reachable = host.equals("0.0.0.0") ? "127.0.0.1" : host;
    int port = uri.getPort() >= 0 || scheme.equals("https") ? uri.getPort() : DEFAULT_PORT;
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new OllamaAddress(
        URI.create(scheme + "://" + reachable + (port < 0 ? "" : ":" + port) + path));
  }

  /** Whether the server is on this machine, judged by the name alone. */
  public boolean isLocal() {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  private static IllegalArgumentException wrong(String text) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
    if (shown.contains("@")) {
      shown = "(an address with '@')";
    }
    return new IllegalArgumentException(
        "'" + shown
            + "' is no address of an Ollama server; write http://host:port, without user, query or fragment");
  }
}
