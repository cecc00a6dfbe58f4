package io.harden4j.tool;

import io.harden4j.identity.Principal;
import io.harden4j.observe.Observation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Allows one frame of one authorized call. Has no public constructor: only core's gate makes one, after budget, guard, approval and audit. Names the
 * exact bytes to send and can be used once.
 *
 * <p><b>Thread safety.</b> {@link #arguments()} succeeds for one caller only.
 */
public final class Permit {
  private final ToolCall call;
  private final Principal principal;
  private final String idempotencyKey;
  private final int frame;
  private final Duration timeout;
  private final Observation span;
  private final AtomicBoolean used = new AtomicBoolean();

  Permit(
      ToolCall call,
      Principal principal,
      String idempotencyKey,
      int frame,
      Duration timeout,
      Observation span) {
    this.call = call;
    this.principal = principal;
    this.idempotencyKey = idempotencyKey;
    this.frame = frame;
    this.timeout = timeout;
    this.span = span;
  }

  /** Returns the tool this is for. */
  public ToolRef tool() {
    return call.tool();
  }

  /**
   * Returns the canonical argument bytes and uses the permit up.
   *
   * @throws IllegalStateException at the second call: ask the gate for a permit of its own for each frame
   */
  public byte[] arguments() {
    if (!used.compareAndSet(false, true)) {
      throw new IllegalStateException("this permit was used for frame " + frame + " of "
          + tool().qualifiedName() + "; each frame needs one of its own");
    }
    return call.arguments().bytes();
  }

  /** Returns SHA-256 of the argument bytes, hex. */
  public String argumentHash() {
    return call.arguments().hash();
  }

  /** Returns who the call is for. */
  public Principal principal() {
    return principal;
  }

  /** Returns the key that is the same for every attempt of this effect. */
  public String idempotencyKey() {
    return idempotencyKey;
  }

  /** Returns which frame under the authorization this is, 1 first. */
  public int frame() {
    return frame;
  }

  /** Returns how long the frame may take. */
  public Duration timeout() {
    return timeout;
  }

  /** Returns the W3C trace context to hand on, or empty. */
  public String traceparent() {
    return span.traceparent();
  }

  /** Attaches a fact about how the call is made to its span, such as a protocol version; a string, number or boolean, never content. */
  public void attribute(String key, Object value) {
    span.attribute(key, value);
  }

  @Override
  public String toString() {
    return "permit for frame " + frame + " of " + tool().qualifiedName();
  }
}
