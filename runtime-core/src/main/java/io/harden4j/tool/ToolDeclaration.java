package io.harden4j.tool;

import io.harden4j.effect.Retry;
import io.harden4j.label.Integrity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a tool <i>is</i>, declared by the application, never by the tool's server. Immutable; each method returns a changed copy.
 *
 * @param sink       what a call does
 * @param roles      what its arguments mean, by top-level name; copied. An argument without a role is CONTENT
 * @param idempotent true if a repeat with the same idempotency key does nothing more; default: only for {@link Sink#READ}
 * @param timeout    for one attempt; default 30 s
 * @param retry      how often an attempt that may be repeated is; default {@code Retry.exponential(3)} where idempotent
 * @param result     who could have written the result; default {@link Integrity#UNTRUSTED}
 * @param maxResult  most characters of a result; more is cut and marked; default 100,000
 */
public record ToolDeclaration(
    Sink sink,
    Map<String, ArgumentRole> roles,
    boolean idempotent,
    Duration timeout,
    Retry retry,
    Integrity result,
    int maxResult) {
  /** Checks and copies. */
  public ToolDeclaration {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "the timeout of a tool is " + timeout + "; give it time to answer");
    }
    roles = Map.copyOf(roles);
  }

  /** Returns a declaration with the defaults of this sink. */
  public static ToolDeclaration of(Sink sink) {
    boolean read = sink == Sink.READ;
    return new ToolDeclaration(
        sink,
        Map.of(),
        read,
        Duration.ofSeconds(30),
        read ? Retry.exponential(3) : Retry.NEVER,
        Integrity.UNTRUSTED,
        100_000);
  }

  /** Returns a declaration of this sink with its defaults, keeping the argument roles. */
  public ToolDeclaration sink(Sink newSink) {
    ToolDeclaration fresh = of(newSink);
    return new ToolDeclaration(
        newSink, roles, fresh.idempotent, timeout, fresh.retry, result, maxResult);
  }

  /** Returns this declaration with the role of one argument. */
  public ToolDeclaration argument(String name, ArgumentRole role) {
    Map<String, ArgumentRole> changed = new HashMap<>(roles);
    changed.put(name, role);
    return new ToolDeclaration(sink, changed, idempotent, timeout, retry, result, maxResult);
  }

  /** Returns this declaration of a tool that honours the idempotency key: attempts may be repeated, three in all. */
  public ToolDeclaration repeatable() {
    return new ToolDeclaration(sink, roles, true, timeout, Retry.exponential(3), result, maxResult);
  }

  /** Returns this declaration of a tool that must not be called twice: after a lost answer a human settles the outcome. */
  public ToolDeclaration notIdempotent() {
    return new ToolDeclaration(sink, roles, false, timeout, Retry.NEVER, result, maxResult);
  }

  /** Returns this declaration with another timeout for one attempt. */
  public ToolDeclaration timeout(Duration newTimeout) {
    return new ToolDeclaration(sink, roles, idempotent, newTimeout, retry, result, maxResult);
  }

  /** Returns this declaration with another retry. */
  public ToolDeclaration retry(Retry newRetry) {
    return new ToolDeclaration(sink, roles, idempotent, timeout, newRetry, result, maxResult);
  }

  /** Returns this declaration of a tool whose results only the application or the tool's owner can write. */
  public ToolDeclaration trustedResult() {
    return new ToolDeclaration(
        sink, roles, idempotent, timeout, retry, Integrity.TRUSTED_TOOL, maxResult);
  }

  /** Returns this declaration with another bound on results, in characters. */
  public ToolDeclaration maxResult(int characters) {
    return new ToolDeclaration(sink, roles, idempotent, timeout, retry, result, characters);
  }

  /** Returns the role of an argument. */
  public ArgumentRole role(String argument) {
    return roles.getOrDefault(argument, ArgumentRole.CONTENT);
  }
}
