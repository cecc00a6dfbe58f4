/** Tells OpenTelemetry what a run does, in the attributes that Langfuse understands. Start with {@link io.harden4j.observability.OpenTelemetryObserver}. */
@NullMarked
package io.harden4j.observability;

import org.jspecify.annotations.NullMarked;
