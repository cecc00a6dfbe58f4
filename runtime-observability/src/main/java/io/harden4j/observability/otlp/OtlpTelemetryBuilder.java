package io.harden4j.observability.otlp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Collects the settings of {@link OtlpTelemetry}. Not thread-safe. */
public final class OtlpTelemetryBuilder {
  /** Langfuse's rule; a value that breaks it would silently become {@code default}. */
  private static final Pattern ENVIRONMENT = Pattern.compile("(?!langfuse)[a-z0-9_-]{1,40}");

  final Map<String, String> headers = new LinkedHashMap<>();
  String serviceName = "harden4j";
  String serviceVersion = "";
  String environment = "";
  String release = "";
  Duration closeWithin = Duration.ofSeconds(2);
  Duration delay = Duration.ofSeconds(1);
  Duration metricsEvery = Duration.ofMinutes(1);
  final Map<String, String> metricsHeaders = new LinkedHashMap<>();
  Duration timeout = Duration.ofSeconds(10);
  int queueSpans = 2048;
  long queueBytes = 32L * 1024 * 1024;
  double sampleRatio = 1;
  private final String endpoint;
  private boolean langfuse;
  private Metrics metrics = Metrics.BESIDE_SPANS;
  private String metricsAddress = "";

  /** Where metrics go. */
  private enum Metrics {
    /** To the same server with the same headers, unless that is Langfuse. */
    BESIDE_SPANS,
    /** To a server of their own. */
    ELSEWHERE,
    /** Nowhere. */
    NONE
  }

  OtlpTelemetryBuilder(String endpoint) {
    this.endpoint = endpoint;
  }

  /** Sends to Langfuse: its path, its keys as Basic authorization, and the header that has spans shown at once. */
  public OtlpTelemetryBuilder langfuse(String publicKey, String secretKey) {
    if (publicKey.isBlank() || secretKey.isBlank()) {
      throw new IllegalArgumentException(
          "a Langfuse key is blank; copy both from the project's settings, they begin with pk-lf- and sk-lf-");
    }
    langfuse = true;
    byte[] pair = (publicKey + ":" + secretKey).getBytes(StandardCharsets.UTF_8);
    header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    return header("x-langfuse-ingestion-version", "4");
  }

  /** Adds a header to each request to the server of {@link OtlpTelemetry#builder}, such as its authorization. */
  public OtlpTelemetryBuilder header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /**
   * Sends metrics to a server of their own, such as {@code http://localhost:4318}, to which {@code /v1/metrics} is added. Default: to that of the spans, and
   * nowhere with {@link #langfuse}, which takes metrics and throws them away.
   *
   * @param headers for these requests alone: those of {@link #header} and the keys of Langfuse are never sent there
   */
  public OtlpTelemetryBuilder metrics(String address, Map<String, String> headers) {
    metrics = Metrics.ELSEWHERE;
    metricsAddress = address;
    metricsHeaders.clear();
    metricsHeaders.putAll(headers);
    return this;
  }

  /** Sends no metrics: for servers that take spans only, such as Jaeger. */
  public OtlpTelemetryBuilder withoutMetrics() {
    metrics = Metrics.NONE;
    return this;
  }

  /** Sets how often metrics are sent; default once a minute. */
  public OtlpTelemetryBuilder metricsEvery(Duration interval) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException(
          "metrics are to be sent every " + interval + "; pass a positive time");
    }
    this.metricsEvery = interval;
    return this;
  }

  /** Sets {@code service.name}; default "harden4j". */
  public OtlpTelemetryBuilder serviceName(String name) {
    this.serviceName = name;
    return this;
  }

  /** Sets {@code service.version}; default none. */
  public OtlpTelemetryBuilder serviceVersion(String version) {
    this.serviceVersion = version;
    return this;
  }

  /**
   * Sets {@code deployment.environment.name}; default none.
   *
   * @throws IllegalArgumentException if Langfuse would not take it: 1 to 40 of {@code a-z 0-9 - _}, not beginning with "langfuse"
   */
  public OtlpTelemetryBuilder environment(String name) {
    if (!ENVIRONMENT.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the environment '" + name
              + "' is not 1 to 40 of a-z, 0-9, - and _, or begins with langfuse; pass one such as production");
    }
    this.environment = name;
    return this;
  }

  /** Sets {@code langfuse.release}, such as a commit; default none. */
  public OtlpTelemetryBuilder release(String commit) {
    this.release = commit;
    return this;
  }

  /** Sets how long {@link OtlpTelemetry#close} may take; default 2 seconds. */
  public OtlpTelemetryBuilder closeWithin(Duration atMost) {
    this.closeWithin = atMost;
    return this;
  }

  /** Sets how long spans wait for company before a batch is sent; default 1 second. */
  public OtlpTelemetryBuilder delay(Duration wait) {
    this.delay = wait;
    return this;
  }

  /** Sets how long one request may take; default 10 seconds. */
  public OtlpTelemetryBuilder timeout(Duration atMost) {
    this.timeout = atMost;
    return this;
  }

  /** Sets how many spans, and how many bytes of them, may wait; default 2,048 spans and 32 MiB. Further ones are dropped and counted. */
  public OtlpTelemetryBuilder queue(int spans, long bytes) {
    if (spans < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "the queue holds " + spans + " spans and " + bytes + " bytes; pass 1 or more of each");
    }
    this.queueSpans = spans;
    this.queueBytes = bytes;
    return this;
  }

  /** Sets the part of runs that is traced, 0 to 1; default 1. Decided by the trace id, so all segments of a run agree. */
  public OtlpTelemetryBuilder sample(double ratio) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("the ratio is " + ratio + "; pass 0 to 1");
    }
    this.sampleRatio = ratio;
    return this;
  }

  /** Returns the telemetry. @throws IllegalArgumentException if the endpoint is not an http(s) address, or holds credentials */
  public OtlpTelemetry build() {
    return OtlpTelemetry.of(this);
  }

  String tracesEndpoint() {
    return Endpoint.traces(endpoint, langfuse);
  }

  /** Returns where metrics go, or nothing. */
  Optional<MetricsTarget> metricsTarget() {
    return switch (metrics) {
      case NONE -> Optional.empty();
      case ELSEWHERE ->
        Optional.of(new MetricsTarget(Endpoint.metrics(metricsAddress), metricsHeaders));
      case BESIDE_SPANS ->
        langfuse
            ? Optional.empty()
            : Optional.of(new MetricsTarget(Endpoint.metrics(endpoint), headers));
    };
  }

  /**
   * Where metrics go.
   *
   * @param address the whole address
   * @param headers of each request; copied
   */
  record MetricsTarget(String address, Map<String, String> headers) {
    MetricsTarget {
      headers = Map.copyOf(headers);
    }
  }

  /** Says nothing about headers: they hold keys. */
  @Override
  public String toString() {
    return "OtlpTelemetryBuilder[" + (langfuse ? "langfuse" : "collector") + "]";
  }
}
