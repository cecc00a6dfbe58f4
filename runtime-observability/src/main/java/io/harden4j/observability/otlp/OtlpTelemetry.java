package io.harden4j.observability.otlp;

import io.harden4j.observability.OpenTelemetryObserver;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * An OpenTelemetry SDK that sends spans and metrics over OTLP/HTTP protobuf, for applications that have none. It is never registered globally.
 *
 * <pre>{@code
 * try (OtlpTelemetry telemetry = OtlpTelemetry.builder("https://cloud.langfuse.com").langfuse(publicKey, secretKey).build()) {
 *   AgentRuntime.builder().observe(telemetry.observer()) ...
 * }
 * }</pre>
 *
 * <p><b>Failures.</b> A collector that is dead, slow or refuses costs spans, never a run: spans wait in a queue bounded by number and bytes, what does not fit or
 * does not arrive is dropped and counted, with one warning a minute. Metrics are sums since the start, so the next ones that arrive make up for those that did not. All threads are daemons.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class OtlpTelemetry implements AutoCloseable {
  private static final int MAX_ATTRIBUTES = 512;
  private static final int BATCH = 256;
  private static final int SENDERS = 4;

  private final String endpoint;
  private final Duration closeWithin;
  private final ExportCounts counts;
  private final HardenIdGenerator ids = new HardenIdGenerator();
  private final ExecutorService senders =
      Executors.newFixedThreadPool(SENDERS, OtlpTelemetry::daemon);
  private final SdkTracerProvider provider;
  private final SdkMeterProvider meters;
  private final OpenTelemetrySdk sdk;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OtlpTelemetry(OtlpTelemetryBuilder settings) {
    this.endpoint = settings.tracesEndpoint();
    this.closeWithin = settings.closeWithin;
    this.counts = new ExportCounts(settings.queueSpans, settings.queueBytes);
    Resource resource = Resource.getDefault().merge(Resource.create(resource(settings)));
    this.provider = SdkTracerProvider.builder()
        .setIdGenerator(ids)
        .setResource(resource)
        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sampleRatio)))
        .setSpanLimits(
            SpanLimits.builder().setMaxNumberOfAttributes(MAX_ATTRIBUTES).build())
        .addSpanProcessor(new CountingProcessor(batches(settings), counts))
        .build();
    this.meters = meters(settings, resource);
    this.sdk = OpenTelemetrySdk.builder()
        .setTracerProvider(provider)
        .setMeterProvider(meters)
        .build();
  }

  /** Returns a builder for a collector or a Langfuse server at this address, such as {@code http://localhost:4318}. */
  public static OtlpTelemetryBuilder builder(String endpoint) {
    return new OtlpTelemetryBuilder(endpoint);
  }

  static OtlpTelemetry of(OtlpTelemetryBuilder settings) {
    return new OtlpTelemetry(settings);
  }

  private SpanProcessor batches(OtlpTelemetryBuilder settings) {
    return BatchSpanProcessor.builder(new CountingExporter(exporter(settings), counts))
        .setMaxQueueSize(settings.queueSpans)
        .setMaxExportBatchSize(Math.min(BATCH, settings.queueSpans))
        .setScheduleDelay(settings.delay)
        .setExporterTimeout(settings.timeout)
        .build();
  }

  private OtlpHttpSpanExporter exporter(OtlpTelemetryBuilder settings) {
    OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
        .setEndpoint(endpoint)
        .setCompression("gzip")
        .setTimeout(settings.timeout)
        .setConnectTimeout(settings.timeout)
        .setExecutorService(senders);
    settings.headers.forEach(builder::addHeader);
    return builder.build();
  }

  /** Without a target nothing reads the meters, and the SDK keeps nothing. */
  private SdkMeterProvider meters(OtlpTelemetryBuilder settings, Resource resource) {
    SdkMeterProviderBuilder builder = SdkMeterProvider.builder().setResource(resource);
    settings
        .metricsTarget()
        .ifPresent(target ->
            builder.registerMetricReader(PeriodicMetricReader.builder(exporter(settings, target))
                .setInterval(settings.metricsEvery)
                .build()));
    return builder.build();
  }

  private OtlpHttpMetricExporter exporter(
      OtlpTelemetryBuilder settings, OtlpTelemetryBuilder.MetricsTarget target) {
    OtlpHttpMetricExporterBuilder builder = OtlpHttpMetricExporter.builder()
        .setEndpoint(target.address())
        .setCompression("gzip")
        .setTimeout(settings.timeout)
        .setConnectTimeout(settings.timeout)
        .setExecutorService(senders);
    target.headers().forEach(builder::addHeader);
    return builder.build();
  }

  private static Attributes resource(OtlpTelemetryBuilder settings) {
    AttributesBuilder all = Attributes.builder().put("service.name", settings.serviceName);
    put(all, "service.version", settings.serviceVersion);
    put(all, "deployment.environment.name", settings.environment);
    put(all, "langfuse.release", settings.release);
    return all.build();
  }

  private static void put(AttributesBuilder all, String name, String value) {
    if (!value.isEmpty()) {
      all.put(name, value);
    }
  }

  /** Returns an observer with the defaults: no content, Langfuse's attributes, ids made from the run's id. */
  public OpenTelemetryObserver observer() {
    return observerBuilder().build();
  }

  /** Returns a builder of an observer that has this SDK and its id generator. */
  public OpenTelemetryObserver.Builder observerBuilder() {
    return OpenTelemetryObserver.builder(sdk).ids(ids);
  }

  /** Returns the OpenTelemetry, for spans of your own. */
  public OpenTelemetry openTelemetry() {
    return sdk;
  }

  /** Returns how many spans the server took. */
  public long exported() {
    return counts.exported();
  }

  /** Returns how many spans were dropped: the queue was full, the server did not take them, or closing did not wait for them. */
  public long dropped() {
    return counts.dropped();
  }

  /** Sends what waits, and the metrics as they are now. Returns whether all of it arrived in this time; never throws. */
  public boolean flush(Duration atMost) {
    long before = counts.dropped();
    CompletableResultCode metrics = within(atMost, provider::forceFlush, meters::forceFlush);
    return metrics.isSuccess() && counts.isEmpty() && counts.dropped() == before;
  }

  /** Sends what waits, as far as that is done within the bound of the builder, and stops. Never throws; calling it again does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      within(closeWithin, provider::shutdown, meters::shutdown);
      counts.close();
      senders.shutdown();
    }
  }

  /**
   * Does both, side by side, and returns what became of the metrics. The SDK's and the HTTP client's own closing may wait longer than they say, so it is done
   * elsewhere and waited for here.
   */
  private static CompletableResultCode within(
      Duration atMost,
      Supplier<CompletableResultCode> spans,
      Supplier<CompletableResultCode> metrics) {
    CompletableResultCode arrived = new CompletableResultCode();
    Thread first = daemon(() -> spans.get().join(atMost.toNanos(), TimeUnit.NANOSECONDS));
    Thread second = daemon(() -> {
      CompletableResultCode result = metrics.get().join(atMost.toNanos(), TimeUnit.NANOSECONDS);
      if (result.isSuccess()) {
        arrived.succeed();
      }
    });
    first.start();
    second.start();
    long end = System.nanoTime() + Math.max(1_000_000, atMost.toNanos());
    try {
      for (Thread helper : List.of(first, second)) {
        helper.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return arrived;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "harden4j-telemetry");
    thread.setDaemon(true);
    return thread;
  }

  /** Says where spans go and what became of them; never a key. */
  @Override
  public String toString() {
    return "OtlpTelemetry[" + endpoint + ", exported " + exported() + ", dropped " + dropped()
        + "]";
  }
}
