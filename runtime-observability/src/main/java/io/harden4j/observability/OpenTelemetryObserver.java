package io.harden4j.observability;

import io.harden4j.observability.content.ContentPolicy;
import io.harden4j.observe.Durations;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedRun;
import io.harden4j.observe.Observer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.util.Map;

/**
 * Makes spans of what a run does, in an OpenTelemetry that the application brings or that {@link io.harden4j.observability.otlp.OtlpTelemetry} sets up. It never
 * touches the global one. Parents are passed explicitly: neither threads nor an ambient context matter.
 *
 * <pre>{@code
 * AgentRuntime.builder().observe(OpenTelemetryObserver.of(openTelemetry))
 * }</pre>
 *
 * <p>All segments of a run share one trace: a later segment continues under the trace context that the checkpoint keeps. With {@link Builder#ids} the trace id is
 * the first 16 bytes of the SHA-256 of the run's id, so that it can be found from a log line, and runs and node attempts have ids a recovering process computes
 * alike.
 *
 * <p><b>Metric.</b> {@code mcp.client.operation.duration}, seconds of each request to an MCP server, goes to the meter provider of the same OpenTelemetry, also for
 * runs that are not sampled. What it is told as {@link Durations}, such as {@code mcp.client.session.duration}, goes there too.
 *
 * <p><b>Content</b> (prompts, answers, arguments, results, messages of errors) is left out unless {@link Builder#content} says otherwise.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use; immutable.
 */
public final class OpenTelemetryObserver implements Observer, Durations {
  /** Name of the instrumentation scope. Some names switch on special parsing in Langfuse; this is not one of them. */
  static final String SCOPE = "io.harden4j";

  /** Version of the emitted names, not of the library. */
  static final String SCOPE_VERSION = "1";

  private final Tracer tracer;
  private final Settings settings;

  /**
   * What the builder collects.
   *
   * @param content what is kept
   * @param profile which names
   * @param ids     who takes chosen ids
   * @param metrics what is counted
   */
  record Settings(ContentPolicy content, Profile profile, SpanIds ids, CallMetrics metrics) {}

  private OpenTelemetryObserver(Builder builder) {
    this.tracer = builder
        .openTelemetry
        .getTracerProvider()
        .tracerBuilder(SCOPE)
        .setInstrumentationVersion(SCOPE_VERSION)
        .build();
    this.settings = new Settings(
        builder.content, builder.profile, builder.ids, new CallMetrics(builder.openTelemetry));
  }

  /** Returns an observer with the defaults: no content, Langfuse's attributes beside the conventions, the SDK's own ids. */
  public static OpenTelemetryObserver of(OpenTelemetry openTelemetry) {
    return builder(openTelemetry).build();
  }

  /** Returns a builder. */
  public static Builder builder(OpenTelemetry openTelemetry) {
    return new Builder(openTelemetry);
  }

  @Override
  public Observation start(ObservedRun run) {
    SegmentSpans segment = new SegmentSpans(tracer, settings, run);
    return new SpanObservation(
        segment,
        segment.earlier(),
        segment.record(ObservationKind.RUN, run.graph().name()));
  }

  /** Makes a metric of it, a histogram of seconds. */
  @Override
  public void took(String name, Duration took, Map<String, String> attributes) {
    settings.metrics().took(name, took, attributes);
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private final OpenTelemetry openTelemetry;
    private ContentPolicy content = ContentPolicy.off();
    private Profile profile = Profile.LANGFUSE;
    private SpanIds ids = SpanIds.NONE;

    private Builder(OpenTelemetry openTelemetry) {
      this.openTelemetry = openTelemetry;
    }

    /** Sets what content is kept; default {@link ContentPolicy#off}. */
    public Builder content(ContentPolicy policy) {
      this.content = policy;
      return this;
    }

    /** Keeps content and messages of errors, as on a developer's own machine: {@link ContentPolicy#development}. */
    public Builder development() {
      return content(ContentPolicy.development());
    }

    /** Sets which attributes are emitted; default {@link Profile#LANGFUSE}. */
    public Builder profile(Profile names) {
      this.profile = names;
      return this;
    }

    /** Sets the id generator that the SDK was built with; default {@link SpanIds#NONE}: random ids. */
    public Builder ids(SpanIds generator) {
      this.ids = generator;
      return this;
    }

    /** Returns the observer. */
    public OpenTelemetryObserver build() {
      return new OpenTelemetryObserver(this);
    }
  }
}
