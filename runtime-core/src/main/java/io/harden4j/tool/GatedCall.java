package io.harden4j.tool;

import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.effect.Retry;
import io.harden4j.effect.internal.Admission;
import io.harden4j.effect.internal.Attempt;
import io.harden4j.effect.internal.Cost;
import io.harden4j.effect.internal.EffectScope;
import io.harden4j.label.Label;
import io.harden4j.observe.Observation;
import io.harden4j.observe.ObservationKind;
import io.harden4j.observe.ObservedKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One tool call on the road: steps 5 to 8, the permit of each frame, and the screening of its result. */
final class GatedCall implements GatedOperation {
  private static final StateCodec<ToolResult> CODEC = JsonCodec.of(ToolResult.class);

  private final Gate gate;
  private final GuardedTool tool;
  private final GuardRequest request;
  private final String callId;
  private final String round;
  private final String qualifiedName;
  private final String name;
  private ToolCall effective;
  private List<Obligation> obligations = List.of();
  private String rule = "";
  private String approval = "";
  private @Nullable EffectScope scope;
  private boolean admitted;
  private @Nullable Label label;

  /** @param round digest of what earlier rounds of the call brought; empty for the first */
  GatedCall(Gate gate, GuardedTool tool, GuardRequest request, String callId, String round) {
    this.gate = gate;
    this.tool = tool;
    this.request = request;
    this.callId = callId;
    this.round = round;
    this.qualifiedName = tool.ref().qualifiedName();
    this.name = "tool:" + qualifiedName;
    this.effective = request.call();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ObservationKind kind() {
    return ObservationKind.TOOL;
  }

  @Override
  public String digest() {
    String arguments = request.call().arguments().hash();
    return round.isEmpty() ? arguments : Digests.sha256(arguments + '\n' + round);
  }

  @Override
  public StateCodec<ToolResult> codec() {
    return CODEC;
  }

  @Override
  public String request() {
    return qualifiedName + " " + effective.arguments().json();
  }

  @Override
  public boolean consequential() {
    return request.declaration().sink() != Sink.READ;
  }

  @Override
  public boolean repeatable() {
    return request.declaration().idempotent();
  }

  @Override
  public Set<String> killScopes() {
    ToolRef ref = tool.ref();
    return Set.of(
        "server:" + ref.server(), "tool:" + ref.server() + "/" + ref.name(), "pin:" + ref.pin());
  }

  @Override
  public Cost estimate(EffectScope scope) {
    return Cost.TOOL_CALL;
  }

  @Override
  public void describe(Observation span) {
    if (span.isRecording()) {
      span.attribute(ObservedKeys.SERVER, tool.ref().server())
          .attribute(ObservedKeys.TOOL, tool.ref().name())
          .attribute(ObservedKeys.CALL_ID, callId)
          .attribute(ObservedKeys.INPUT, request.call().arguments().tree());
      if (tool.connector().isRemote()) {
        span.attribute(ObservedKeys.REMOTE, true);
      }
      tool.connector().describe(span);
    }
  }

  @Override
  public void describe(Observation span, ToolResult result) {
    span.attribute(ObservedKeys.OUTPUT, result.text());
    if (!result.isOk()) {
      boolean denied = result.status() == ToolResult.Status.DENIED
          || result.status() == ToolResult.Status.REFUSED;
      span.attribute(ObservedKeys.OUTCOME, denied ? "denied" : result.code());
    }
  }

  @Override
  public Admission<ToolResult> admit(EffectKey key, EffectScope scope, Observation span) {
    this.scope = scope;
    List<String> faults =
        gate.schemas.validate(tool.schema(), request.call().arguments().tree());
    if (!faults.isEmpty()) {
      return new Admission<>(
          new ToolResult(
              ToolResult.Status.INVALID,
              "INVALID_ARGUMENTS",
              "The arguments do not fit the tool's schema: " + String.join("; ", faults),
              null),
          null,
          "schema");
    }
    Decision decision = decide(scope, span);
    rule = decision.rule();
    return decision.fold(
        allow -> admitted(allow.effective(), allow.obligations(), null),
        deny -> denied(deny.code(), deny.toModel()),
        ask -> approved(ask, key, scope));
  }

  private Decision decide(EffectScope scope, Observation span) {
    Observation guarding = span.child(ObservationKind.GUARD, gate.guard.name());
    try {
      Decision decision = gate.decide(request);
      String verdict = decision.fold(a -> "allow", d -> "deny", a -> "ask");
      // a question shows the arguments; it is in the inbox, sealed, and stays out of trace and
      // trail
      String reason = decision.fold(a -> "", Decision.Deny::toHuman, ask -> "a human is asked");
      guarding
          .attribute(ObservedKeys.GUARD, gate.guard.name())
          .attribute(ObservedKeys.VERDICT, verdict)
          .attribute(ObservedKeys.RULE, decision.rule())
          .attribute(ObservedKeys.REASON, reason)
          .attribute(ObservedKeys.TOOL, qualifiedName)
          .attribute(ObservedKeys.INTEGRITY, request.control().integrity().name());
      // a question shows the arguments: it is in the inbox, and the trail keeps arguments sealed or
      // not at all
      String kept = decision instanceof Decision.AskHuman ? "a human is asked" : reason;
      if (gate.keepsTrail) {
        gate.append(record(AuditRecord.Phase.DECISION, decision.rule(), verdict, kept), scope);
      }
      return decision;
    } finally {
      guarding.end();
    }
  }

  private Admission<ToolResult> approved(Decision.AskHuman ask, EffectKey key, EffectScope scope) {
    effective = ask.effective();
    EffectScope.Approval first = asked(ask, key, scope, "", "");
    approval = first.question().value();
    Approvers approvers = Approvers.of(ask.obligations());
    if (!first.granted()) {
      return refused("A human refused this call.");
    }
    if (!approvers.accepts(first.by(), request.principal())) {
      return refused("This call needs the agreement of somebody else.");
    }
    if (approvers.people() > 1) {
      EffectScope.Approval second = asked(
          ask,
          key,
          scope,
          "\nsecond after " + first.question().value(),
          "\nA second person has to agree: not " + first.by() + ".");
      boolean another = !second.by().equals(first.by());
      if (!second.granted() || !another || !approvers.accepts(second.by(), request.principal())) {
        return refused("A second person did not agree to this call.");
      }
    }
    return admitted(ask.effective(), ask.obligations(), first.question());
  }

  private EffectScope.Approval asked(
      Decision.AskHuman ask, EffectKey key, EffectScope scope, String binds, String says) {
    return scope.approval(
        key,
        "approval",
        binds.isEmpty() ? binding(ask) : Digests.sha256(binding(ask) + binds),
        ask.question() + says,
        ask.audience(),
        ask.expiresIn());
  }

  private Admission<ToolResult> refused(String text) {
    return new Admission<>(
        new ToolResult(ToolResult.Status.REFUSED, "REFUSED_BY_HUMAN", text, null), null, rule);
  }

  /** An approval is good for this run, principal, tool and pin, argument bytes and policy only. */
  private String binding(Decision.AskHuman ask) {
    ToolRef ref = tool.ref();
    return Digests.sha256(String.join(
        "\n",
        request.run().value(),
        request.principal().tenant().id(),
        request.principal().id(),
        ref.server(),
        ref.name(),
        ref.pin(),
        ask.effective().arguments().hash(),
        gate.guard.policyHash(request)));
  }

  private Admission<ToolResult> admitted(
      ToolCall call, List<Obligation> conditions, @Nullable QuestionId spends) {
    effective = call;
    obligations = conditions;
    for (Obligation obligation : conditions) {
      if (!isOwn(obligation) && !gate.handlers.containsKey(obligation.name())) {
        return denied("UNKNOWN_OBLIGATION", "This call could not be made under its conditions.");
      }
    }
    boolean written = !gate.keepsTrail
        || gate.append(
            record(AuditRecord.Phase.INTENT, rule, "allow", ""), call.arguments(), scope());
    admitted = written || request.declaration().sink() == Sink.READ;
    return admitted
        ? new Admission<>(null, spends, rule)
        : denied("AUDIT_UNAVAILABLE", "This call could not be recorded and was not made.");
  }

  /** Says whether the gate fulfils it without a handler. */
  private static boolean isOwn(Obligation obligation) {
    return obligation.name().equals(RecordMark.OBLIGATION)
        || obligation.name().equals(Obligation.APPROVERS);
  }

  private Admission<ToolResult> denied(String code, String text) {
    return new Admission<>(new ToolResult(ToolResult.Status.DENIED, code, text, null), null, rule);
  }

  @Override
  public Retry retry() {
    return request.declaration().retry();
  }

  @Override
  public Duration timeout() {
    return tool.declaration().timeout();
  }

  @Override
  public boolean keepsTime() {
    return tool.connector().keepsTime();
  }

  @Override
  public String breaker() {
    return "server:" + tool.ref().server();
  }

  @Override
  public ToolResult call(Attempt attempt) {
    if (!admitted) {
      throw new IllegalStateException("the call of " + tool.ref().qualifiedName()
          + " was not admitted; perform the operation on the road, which admits it first");
    }
    describe(attempt);
    Permit permit = new Permit(
        effective,
        request.principal(),
        attempt.idempotencyKey(),
        attempt.number(),
        tool.declaration().timeout(),
        attempt.span());
    return tool.connector().invoke(permit);
  }

  /** An attempt with a span of its own is what a remote system sees. */
  private void describe(Attempt attempt) {
    if (tool.connector().isRemote() && attempt.span().isRecording()) {
      attempt
          .span()
          .attribute(ObservedKeys.REMOTE, true)
          .attribute(ObservedKeys.TOOL, tool.ref().name());
    }
  }

  @Override
  public ToolResult screen(ToolResult result) {
    int most = tool.declaration().maxResult();
    ToolResult screened = result.text().length() <= most
        ? result
        : result.withText(result.text().substring(0, most) + "\n[cut: "
            + (result.text().length() - most) + " more characters]");
    for (Obligation obligation : obligations) {
      if (isOwn(obligation)) {
        continue;
      }
      Obligation.Handler handler =
          Objects.requireNonNull(gate.handlers.get(obligation.name()), obligation.name());
      screened = handler.onResult(obligation, request, screened);
    }
    return screened;
  }

  @Override
  public Label label(ToolResult result, EffectScope scope) {
    ToolDeclaration declaration = tool.declaration();
    Label plain = new Label(
        declaration.result(), declaration.shape().readersFor(request.principal()), Set.of(name));
    boolean marked = declaration.shape().hasRecords()
        && obligations.stream().anyMatch(o -> o.name().equals(RecordMark.OBLIGATION));
    return marked ? RecordMark.on(plain, declaration.shape()) : plain;
  }

  @Override
  public void labelled(Label of) {
    label = of;
  }

  /** What models get of a held result is written by the runtime. */
  @Override
  public Label joined(Label of) {
    return tool.declaration().shape().held() ? Label.trustedTool(name) : RecordMark.strip(of);
  }

  @Override
  public Optional<Label> resultLabel() {
    return Optional.ofNullable(label);
  }

  @Override
  public void ended(String outcome, String reason) {
    if (gate.keepsTrail) {
      gate.append(record(AuditRecord.Phase.OUTCOME, rule, outcome, reason), scope());
    }
  }

  private EffectScope scope() {
    if (scope == null) {
      throw new IllegalStateException("a call is admitted before it is made");
    }
    return scope;
  }

  private AuditRecord record(
      AuditRecord.Phase phase, String decidedBy, String outcome, String reason) {
    return new AuditRecord(
        phase,
        Instant.now(),
        request.principal().tenant().id(),
        request.principal().id(),
        request.run().value(),
        request.thread().threadId(),
        request.node(),
        qualifiedName,
        tool.ref().pin(),
        request.declaration().sink(),
        effective.arguments().hash(),
        request.control().integrity().name(),
        decidedBy,
        gate.guard.policyHash(request),
        approval,
        outcome,
        reason);
  }
}
