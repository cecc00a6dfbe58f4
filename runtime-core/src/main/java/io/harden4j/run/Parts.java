package io.harden4j.run;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.effect.Budget;
import io.harden4j.effect.PriceTable;
import io.harden4j.effect.Retry;
import io.harden4j.effect.internal.Road;
import io.harden4j.identity.Principal;
import io.harden4j.observe.Observer;
import io.harden4j.tool.Gate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a runtime is made of. */
record Parts(
    CheckpointStore store,
    PayloadVault vault,
    Road road,
    Gate gate,
    ToolRegistry tools,
    Observer observer,
    Budget budget,
    PriceTable prices,
    Retry modelRetry,
    Durability durability,
    Workers workers,
    LeaseKeeper leases,
    Owner owner,
    Duration leaseTtl,
    InstantSource clock,
    List<Preflight> preflights,
    @Nullable Principal defaultPrincipal,
    GraphRegistry graphs,
    ActiveRuns active,
    Wakeups wakeups) {}
