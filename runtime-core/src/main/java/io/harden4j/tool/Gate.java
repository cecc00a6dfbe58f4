package io.harden4j.tool;

import io.harden4j.effect.internal.EffectScope;
import io.harden4j.observe.Unquoted;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to a tool: makes the operation that asks the guard, waits for approvals, writes the audit trail and mints a permit for each frame. Made by the
 * runtime; nothing else in the library mints permits. Thread-safe.
 */
public final class Gate {
  /** Stands in the trail where a call has its tool: no server has it, because a name with these characters is none. */
  public static final String ENDORSE = "(endorse)";

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  final Guard guard;
  final AuditSink audit;
  final boolean keepsTrail;
  final SchemaValidator schemas;
  final Map<String, Obligation.Handler> handlers;

  /**
   * Creates a gate.
   *
   * @param handlers how obligations are fulfilled, by name
   */
  public Gate(
      Guard guard,
      AuditSink audit,
      SchemaValidator schemas,
      Map<String, Obligation.Handler> handlers) {
    this.guard = guard;
    this.audit = audit;
    this.keepsTrail = !AuditSink.NONE.equals(audit);
    this.schemas = schemas;
    this.handlers = Map.copyOf(handlers);
  }

  /** Returns the operation of one call, to be performed on the road of effects. */
  public GatedOperation call(GuardedTool tool, GuardRequest request, String callId) {
    return new GatedCall(this, tool, request, callId, "");
  }

  /**
   * Returns the operation of a further round of a call.
   *
   * @param round digest of what the earlier rounds brought, so that the journal never takes one round for another
   */
  public GatedOperation call(GuardedTool tool, GuardRequest request, String callId, String round) {
    return new GatedCall(this, tool, request, callId, round);
  }

  /** Says whether the guard endorses a value and the trail could keep that; a guard that throws does not. A replay asks again: what was revoked is revoked. */
  public boolean endorses(EndorsementRequest request, Instant at) {
    boolean endorsed;
    try {
      endorsed = guard.endorses(request);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.warn("the guard '{}' threw; nothing is endorsed", guard.name(), Unquoted.of(e));
      endorsed = false;
    }
    String name = request.endorsement().name();
    AuditRecord record = new AuditRecord(
        AuditRecord.Phase.DECISION,
        at,
        request.principal().tenant().id(),
        request.principal().id(),
        request.run().value(),
        request.thread().threadId(),
        request.node(),
        ENDORSE,
        "",
        Sink.READ,
        "", // the hash of a value of a closed type tells the value
        request.from().integrity().name(),
        "endorse/" + name,
        guard.policyHash(),
        "",
        endorsed ? "endorsed" : "not-endorsed",
        request.endorsement().to() + " because " + request.endorsement().reason());
    boolean written =
        appended(record, request.principal().tenant().id(), () -> audit.append(record));
    return endorsed && written;
  }

  /** Asks the guard; one that throws or changes the tool denies. */
  Decision decide(GuardRequest request) {
    try {
      Decision decision = guard.decide(request);
      ToolCall effective = decision.fold(
          Decision.Allow::effective, d -> request.call(), Decision.AskHuman::effective);
      return effective.tool().equals(request.call().tool())
          ? decision
          : failed("it changed the tool of the call, which no decision may");
    } catch (RuntimeException | StackOverflowError e) {
      LOG.warn("the guard '{}' threw; the call is denied", guard.name(), Unquoted.of(e));
      return failed(e.getClass().getSimpleName());
    }
  }

  private Decision failed(String why) {
    return new Decision.Deny(
        "guard-failed",
        "GUARD_FAILED",
        "This call could not be checked and was not made.",
        "the guard '" + guard.name() + "' failed: " + why + "; the call is denied until it works");
  }

  /** Appends a record. Returns false if it could not be written. */
  boolean append(AuditRecord record, EffectScope scope) {
    return appended(record, tenant(scope), () -> audit.append(record));
  }

  /** Appends the record of a call that is about to be made. */
  boolean append(AuditRecord record, CanonicalArguments arguments, EffectScope scope) {
    return appended(record, tenant(scope), () -> audit.append(record, arguments));
  }

  private static String tenant(EffectScope scope) {
    return scope.principal().tenant().id();
  }

  private static boolean appended(AuditRecord record, String tenant, Runnable append) {
    try {
      append.run();
      return true;
    } catch (RuntimeException e) {
      LOG.error(
          "the audit sink failed for run {} of tenant {}", record.run(), tenant, Unquoted.of(e));
      return false;
    }
  }
}
