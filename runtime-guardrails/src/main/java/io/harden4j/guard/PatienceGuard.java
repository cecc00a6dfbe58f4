package io.harden4j.guard;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.Digests;
import io.harden4j.tool.Decision;
import io.harden4j.tool.EndorsementRequest;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;

/**
 * Bounds what one run may ask and try: a human who is asked too often stops reading, and a model that is denied too often is probing the policy. Counts in a
 * {@link ControlStore}, so it goes on counting in another process and after a restart. A question counts once, however often the run comes back to it. What
 * goes beyond a bound is denied; a run that was denied too often gets nothing but reads any more. A store that fails denies.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class PatienceGuard implements Guard {
  private final Guard guard;
  private final ControlStore store;
  private final int questions;
  private final int denials;

  private PatienceGuard(Guard guard, ControlStore store, int questions, int denials) {
    this.guard = guard;
    this.store = store;
    this.questions = questions;
    this.denials = denials;
  }

  /** Bounds a guard: by default 10 questions and 20 denials a run. */
  public static PatienceGuard over(Guard guard, ControlStore store) {
    return new PatienceGuard(guard, store, 10, 20);
  }

  /** Returns this guard with another bound on the questions of a run; 0: none is asked. */
  public PatienceGuard questions(int most) {
    return new PatienceGuard(guard, store, most, denials);
  }

  /** Returns this guard with another bound on the denials of a run. */
  public PatienceGuard denials(int most) {
    return new PatienceGuard(guard, store, questions, most);
  }

  @Override
  public Decision decide(GuardRequest request) {
    String tenant = request.principal().tenant().id();
    String denied = "denials:" + request.run().value();
    boolean probing =
        request.declaration().sink() != Sink.READ && store.counter(tenant, denied) >= denials;
    if (probing) {
      return new Decision.Deny(
          "too-many-denials",
          "TOO_MANY_DENIALS",
          "No further calls are permitted in this run.",
          "the run was denied " + denials + " calls; look at what it tried, then start a new run");
    }
    Decision decision = guard.decide(request);
    return decision.fold(
        allow -> allow,
        deny -> {
          store.reserve(tenant, denied, 1, Long.MAX_VALUE);
          return deny;
        },
        ask -> bounded(request, tenant, ask));
  }

  private Decision bounded(GuardRequest request, String tenant, Decision.AskHuman ask) {
    String run = request.run().value();
    String question = Digests.sha256(String.join(
        "\n",
        request.call().tool().toString(),
        ask.effective().arguments().hash(),
        guard.policyHash(request)));
    String asked = "asked:" + run + ":" + question;
    boolean known = store.counter(tenant, asked) > 0;
    if (known) {
      return ask;
    }
    if (!store.reserve(tenant, "questions:" + run, 1, questions)) {
      return new Decision.Deny(
          "too-many-questions",
          "TOO_MANY_QUESTIONS",
          "No further questions to people are permitted in this run.",
          "the run has asked " + questions
              + " questions; a human who is asked too often stops reading. Start a new run, or widen questions(...)");
    }
    store.reserve(tenant, asked, 1, 1);
    return ask;
  }

  @Override
  public boolean endorses(EndorsementRequest request) {
    return guard.endorses(request);
  }

  @Override
  public String name() {
    return guard.name();
  }

  @Override
  public String policyHash() {
    return guard.policyHash();
  }

  @Override
  public String policyHash(GuardRequest request) {
    return guard.policyHash(request);
  }
}
