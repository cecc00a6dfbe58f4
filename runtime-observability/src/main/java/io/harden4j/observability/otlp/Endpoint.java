package io.harden4j.observability.otlp;

import java.net.URI;
import java.net.URISyntaxException;

/** Where spans and metrics go. A base address gets the path that its kind of server expects. */
final class Endpoint {
  private static final String TRACES = "/v1/traces";
  private static final String METRICS = "/v1/metrics";
  private static final String LANGFUSE = "/api/public/otel";

  private Endpoint() {}

  /** Returns the address to post spans to. @throws IllegalArgumentException if it is not an http or https address without credentials in it */
  static String traces(String address, boolean langfuse) {
    String base = base(address);
    if (base.endsWith(TRACES)) {
      return base;
    }
    return base + (langfuse && !base.endsWith(LANGFUSE) ? LANGFUSE : "") + TRACES;
  }

  /** Returns the address to post metrics to, given a base address or that of spans. @throws IllegalArgumentException as for spans */
  static String metrics(String address) {
    String base = base(address);
    if (base.endsWith(METRICS)) {
      return base;
    }
    return (base.endsWith(TRACES) ? base.substring(0, base.length() - TRACES.length()) : base)
        + METRICS;
  }

  private static String base(String address) {
    URI uri = parse(address);
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the endpoint holds credentials; leave them out of the address and use langfuse(...) or header(...)");
    }
    boolean http =
        "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw new IllegalArgumentException("the endpoint '" + address
          + "' is not an http(s) address; pass one such as http://localhost:4318");
    }
    return address.replaceAll("/+$", "");
  }

  private static URI parse(String address) {
    try {
      return new URI(address);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "the endpoint is not an address: " + e.getReason()
              + "; pass one such as http://localhost:4318",
          e);
    }
  }
}
