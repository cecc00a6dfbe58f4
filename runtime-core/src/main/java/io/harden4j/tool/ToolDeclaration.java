package io.harden4j.tool;

import io.harden4j.effect.Retry;
import io.harden4j.label.Integrity;
import io.harden4j.label.Readers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a tool <i>is</i>, declared by the application, never by the tool's server. Immutable; each method returns a changed copy.
 *
 * @param sink       what a call does at least
 * @param roles      what its arguments mean, by top-level name; copied. An argument without a role is CONTENT
 * @param idempotent true if a repeat with the same idempotency key does nothing more; default: only for {@link Sink#READ}
 * @param timeout    for one attempt; default 30 s
 * @param retry      how often an attempt that may be repeated is; default {@code Retry.exponential(3)} where idempotent
 * @param result     who could have written the result; default {@link Integrity#UNTRUSTED}
 * @param maxResult  most characters of a result; more is cut and marked; default 100,000
 * @param rises      when a call does more than {@code sink}; copied; default: never
 * @param shape      who may see the result and what is in it; default {@link ResultShape#TEXT}
 */
public record ToolDeclaration(
    Sink sink,
    Map<String, ArgumentRole> roles,
    boolean idempotent,
    Duration timeout,
    Retry retry,
    Integrity result,
    int maxResult,
    List<SinkRule> rises,
    ResultShape shape) {
  /** Checks and copies. */
  public ToolDeclaration {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "the timeout of a tool is " + timeout + "; give it time to answer");
    }
    roles = Map.copyOf(roles);
    rises = List.copyOf(rises);
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
        100_000,
        List.of(),
        ResultShape.TEXT);
  }

  /** Returns a declaration of this sink with its defaults, keeping the argument roles and what the result is. */
  public ToolDeclaration sink(Sink newSink) {
    ToolDeclaration fresh = of(newSink);
    return with(newSink, fresh.idempotent, fresh.retry);
  }

  private ToolDeclaration with(Sink newSink, boolean repeatable, Retry newRetry) {
    return new ToolDeclaration(
        newSink, roles, repeatable, timeout, newRetry, result, maxResult, rises, shape);
  }

  /** Returns this declaration with the role of one argument. */
  public ToolDeclaration argument(String name, ArgumentRole role) {
    Map<String, ArgumentRole> changed = new HashMap<>(roles);
    changed.put(name, role);
    return new ToolDeclaration(
        sink, changed, idempotent, timeout, retry, result, maxResult, rises, shape);
  }

  /** Returns this declaration of a tool that does more where an argument is given: {@code rises("guests", WRITE_EXTERNAL)}. */
  public ToolDeclaration rises(String argument, Sink to) {
    return rises(new SinkRule(argument, Set.of(), to));
  }

  /** Returns this declaration of a tool that does more unless an argument has one of these values: {@code risesUnless("permission", Set.of("r"), GRANT)}. */
  public ToolDeclaration risesUnless(String argument, Set<String> harmless, Sink to) {
    return rises(new SinkRule(argument, harmless, to));
  }

  /** Returns this declaration with one more rule. */
  public ToolDeclaration rises(SinkRule rule) {
    List<SinkRule> more = new ArrayList<>(rises);
    more.add(rule);
    return new ToolDeclaration(
        sink, roles, idempotent, timeout, retry, result, maxResult, more, shape);
  }

  /** Returns this declaration as it is for one call: with the sink that its arguments make of it. */
  public ToolDeclaration forCall(CanonicalArguments arguments) {
    if (rises.isEmpty()) {
      return this;
    }
    var tree = arguments.tree();
    Sink gravest = rises.stream()
        .filter(rule -> rule.applies(tree))
        .map(SinkRule::to)
        .reduce(sink, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    if (gravest == sink) {
      return this;
    }
    boolean repeatable = idempotent && sink != Sink.READ;
    return with(gravest, repeatable, repeatable ? retry : Retry.NEVER);
  }

  /** Returns this declaration of a tool that honours the idempotency key: attempts may be repeated, three in all. */
  public ToolDeclaration repeatable() {
    return with(sink, true, Retry.exponential(3));
  }

  /** Returns this declaration of a tool that must not be called twice: after a lost answer a human settles the outcome. */
  public ToolDeclaration notIdempotent() {
    return with(sink, false, Retry.NEVER);
  }

  /** Returns this declaration with another timeout for one attempt. */
  public ToolDeclaration timeout(Duration newTimeout) {
    return new ToolDeclaration(
        sink, roles, idempotent, newTimeout, retry, result, maxResult, rises, shape);
  }

  /** Returns this declaration with another retry. */
  public ToolDeclaration retry(Retry newRetry) {
    return with(sink, idempotent, newRetry);
  }

  /** Returns this declaration of a tool whose results only the application or the tool's owner can write. */
  public ToolDeclaration trustedResult() {
    return new ToolDeclaration(
        sink, roles, idempotent, timeout, retry, Integrity.TRUSTED_TOOL, maxResult, rises, shape);
  }

  /** Returns this declaration with another bound on results, in characters. */
  public ToolDeclaration maxResult(int characters) {
    return new ToolDeclaration(
        sink, roles, idempotent, timeout, retry, result, characters, rises, shape);
  }

  /** Returns this declaration of a tool whose results only these may see. */
  public ToolDeclaration resultFor(Readers readers) {
    return shape(new ResultShape(readers, shape.named(), shape.vouched(), shape.held()));
  }

  /** Returns this declaration of a tool that answers with records; see {@link ResultShape} for the two sets of field names. */
  public ToolDeclaration records(Set<String> named, Set<String> vouched) {
    return shape(new ResultShape(shape.readers(), named, vouched, shape.held()));
  }

  /** Returns this declaration of a tool whose results models never see: they get a handle. */
  public ToolDeclaration held() {
    return shape(new ResultShape(shape.readers(), shape.named(), shape.vouched(), true));
  }

  private ToolDeclaration shape(ResultShape newShape) {
    return new ToolDeclaration(
        sink, roles, idempotent, timeout, retry, result, maxResult, rises, newShape);
  }

  /** Returns the role of an argument. */
  public ArgumentRole role(String argument) {
    return roles.getOrDefault(argument, ArgumentRole.CONTENT);
  }
}
