package io.harden4j.examples.desk;

import io.harden4j.observability.otlp.OtlpTelemetry;
import io.harden4j.observability.otlp.OtlpTelemetryBuilder;

/** Sends spans to a collector or to Langfuse. */
final class Telemetry {
  private Telemetry() {}

  /** Returns telemetry to this address, with Langfuse's keys where its two variables are set. */
  static OtlpTelemetry to(String address) {
    OtlpTelemetryBuilder builder = OtlpTelemetry.builder(address).serviceName("support-desk");
    String key = System.getenv("LANGFUSE_PUBLIC_KEY");
    String secret = System.getenv("LANGFUSE_SECRET_KEY");
    return key == null || secret == null
        ? builder.build()
        : builder.langfuse(key, secret).build();
  }
}
