/** Sends spans over OTLP/HTTP, for applications without an OpenTelemetry SDK of their own. Start with {@link io.harden4j.observability.otlp.OtlpTelemetry}. */
@NullMarked
package io.harden4j.observability.otlp;

import org.jspecify.annotations.NullMarked;
