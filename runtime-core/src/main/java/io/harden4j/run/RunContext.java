package io.harden4j.run;

import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.KillSwitch;
import io.harden4j.effect.PriceTable;
import io.harden4j.effect.Retry;
import io.harden4j.effect.internal.BudgetLedger;
import io.harden4j.effect.internal.EffectLog;
import io.harden4j.effect.internal.Road;
import io.harden4j.identity.Principal;
import io.harden4j.observe.Observation;
import io.harden4j.tool.Gate;
import java.time.InstantSource;
import java.util.Set;

/** What all tasks of one segment share. */
record RunContext(
    RunId run,
    ThreadKey thread,
    String branch,
    int epoch,
    int segment,
    Principal principal,
    boolean durable,
    PayloadVault vault,
    EffectLog effects,
    BudgetLedger ledger,
    Road road,
    Gate gate,
    ToolRegistry tools,
    PriceTable prices,
    Retry modelRetry,
    Workers workers,
    EventHub events,
    Stop stop,
    Questions questions,
    Mail mail,
    InstantSource clock,
    Observation observation) {
  /** Returns the kill switch scopes of everything this run does. */
  Set<String> killScopes() {
    String tenant = thread.tenant();
    return Set.of(
        KillSwitch.ALL,
        "tenant:" + tenant,
        "principal:" + tenant + "/" + principal.id(),
        "run:" + run.value());
  }
}
