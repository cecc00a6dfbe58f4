package io.harden4j.observability.otlp;

import io.opentelemetry.api.common.Attributes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts spans from their end to their fate and bounds how many, and how many bytes of them, may wait. Thread-safe, without locks. */
final class ExportCounts {
  private static final Logger LOG = LoggerFactory.getLogger(OtlpTelemetry.class);
  private static final long WARN_EVERY = TimeUnit.MINUTES.toNanos(1);
  private static final long PER_SPAN = 512;

  private final long maxSpans;
  private final long maxBytes;
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong exported = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - WARN_EVERY);
  private volatile boolean closed;

  ExportCounts(long maxSpans, long maxBytes) {
    this.maxSpans = maxSpans;
    this.maxBytes = maxBytes;
  }

  /** Says whether a span may wait for export; if not it is counted as dropped. */
  boolean admit(long size) {
    ended.incrementAndGet();
    if (closed || waiting.get() >= maxSpans || bytes.get() + size > maxBytes) {
      drop(1, closed ? "the exporter is closed" : "the queue is full");
      return false;
    }
    waiting.incrementAndGet();
    bytes.addAndGet(size);
    return true;
  }

  /** Tells that these spans left the queue. */
  void left(long spans, long size, boolean success) {
    waiting.addAndGet(-spans);
    bytes.addAndGet(-size);
    if (success) {
      exported.addAndGet(spans);
    } else {
      drop(spans, "the collector did not take them");
    }
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  /** Says whether no span waits for its fate. */
  boolean isEmpty() {
    return waiting.get() == 0;
  }

  long exported() {
    return exported.get();
  }

  /** Returns what was dropped so far; once closed, whatever did not arrive. */
  long dropped() {
    return closed ? ended.get() - exported.get() : lost.get();
  }

  private void drop(long spans, String why) {
    long total = lost.addAndGet(spans);
    long now = System.nanoTime();
    long last = lastWarning.get();
    if (now - last >= WARN_EVERY && lastWarning.compareAndSet(last, now)) {
      LOG.warn("dropped {} spans so far, now because {}; runs are not affected", total, why);
    }
  }

  /** Estimates the bytes a span holds on to. */
  static long size(Attributes attributes) {
    long[] size = {PER_SPAN};
    attributes.forEach(
        (key, value) -> size[0] += value instanceof String text ? text.length() : Long.BYTES);
    return size[0];
  }
}
