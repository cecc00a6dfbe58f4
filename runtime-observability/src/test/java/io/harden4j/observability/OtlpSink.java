package io.harden4j.observability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** A collector on the loopback address that decodes what arrives with OpenTelemetry's own protobuf classes. */
public final class OtlpSink implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(r -> {
    Thread thread = new Thread(r, "otlp-sink");
    thread.setDaemon(true);
    return thread;
  });
  private final List<ResourceSpans> received = new CopyOnWriteArrayList<>();
  private final List<ResourceMetrics> measured = new CopyOnWriteArrayList<>();
  private final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private volatile int status = 200;

  public OtlpSink() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException("no port on the loopback address", e);
    }
    server.createContext("/", this::accept);
    server.setExecutor(threads);
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers with this status from now on. */
  public void answer(int code) {
    status = code;
  }

  private void accept(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> all = new LinkedHashMap<>();
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) -> all.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
      byte[] body = read(exchange.getRequestBody(), "gzip".equals(all.get("content-encoding")));
      headers.add(all);
      paths.add(exchange.getRequestURI().getPath());
      synchronized (bytes) {
        bytes.write(body);
      }
      if (status == 200) {
        if (exchange.getRequestURI().getPath().endsWith("/v1/metrics")) {
          measured.addAll(ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList());
        } else {
          received.addAll(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList());
        }
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private static byte[] read(InputStream in, boolean gzip) throws IOException {
    try (InputStream body = gzip ? new GZIPInputStream(in) : in) {
      return body.readAllBytes();
    }
  }

  public List<Map<String, String>> headers() {
    return headers;
  }

  public List<String> paths() {
    return paths;
  }

  /** Returns all bodies as one text, for looking for what must not be there. */
  public String wire() {
    synchronized (bytes) {
      return bytes.toString(java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  public List<ResourceSpans> resources() {
    return received;
  }

  public List<ResourceMetrics> measured() {
    return measured;
  }

  /** Returns what was sent of a metric, oldest first. */
  public List<Metric> metrics(String name) {
    return measured.stream()
        .flatMap(r -> r.getScopeMetricsList().stream())
        .flatMap(s -> s.getMetricsList().stream())
        .filter(m -> m.getName().equals(name))
        .toList();
  }

  public List<Span> spans() {
    List<Span> all = new ArrayList<>();
    received.forEach(r -> r.getScopeSpansList().forEach(s -> all.addAll(s.getSpansList())));
    return all;
  }

  public Span span(String name) {
    List<Span> found = spans(name);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " spans are called '" + name + "' of "
          + spans().stream().map(Span::getName).toList());
    }
    return found.get(0);
  }

  public List<Span> spans(String name) {
    return spans().stream().filter(s -> s.getName().equals(name)).toList();
  }

  public static String id(Span span) {
    return HexFormat.of().formatHex(span.getSpanId().toByteArray());
  }

  public static String parent(Span span) {
    return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
  }

  public static String trace(Span span) {
    return HexFormat.of().formatHex(span.getTraceId().toByteArray());
  }

  public static List<String> names(Span span) {
    return span.getAttributesList().stream().map(KeyValue::getKey).toList();
  }

  public static Optional<AnyValue> value(Span span, String name) {
    return span.getAttributesList().stream()
        .filter(a -> a.getKey().equals(name))
        .map(KeyValue::getValue)
        .findFirst();
  }

  public static String text(Span span, String name) {
    return value(span, name).map(AnyValue::getStringValue).orElse("");
  }

  public static long number(Span span, String name) {
    return value(span, name).map(AnyValue::getIntValue).orElse(-1L);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
