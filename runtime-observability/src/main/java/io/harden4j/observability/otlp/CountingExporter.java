package io.harden4j.observability.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Stands before the real exporter and counts what became of each batch. */
record CountingExporter(SpanExporter exporter, ExportCounts counts) implements SpanExporter {
  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    long number = spans.size();
    long size =
        spans.stream().mapToLong(s -> ExportCounts.size(s.getAttributes())).sum();
    if (counts.isClosed()) {
      counts.left(number, size, false);
      return CompletableResultCode.ofFailure();
    }
    try {
      CompletableResultCode result = exporter.export(spans);
      return result.whenComplete(() -> counts.left(number, size, result.isSuccess()));
    } catch (RuntimeException e) {
      counts.left(number, size, false);
      return CompletableResultCode.ofExceptionalFailure(e);
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
