package io.harden4j.guard.policy;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.RunId;
import io.harden4j.guard.StandardGuard;
import io.harden4j.tool.Decision;
import io.harden4j.tool.EndorsementRequest;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The policy in force, swapped as a whole. A new one is read, compiled and checked before it takes effect; one that is refused changes nothing.
 *
 * <p><b>Runs.</b> A run keeps the policy that decided its first call; what a newer policy takes away by name ({@code forbidden}, {@code deny}) is denied at
 * once. {@link #keptIn} makes that hold in every process: the store keeps which run has which policy, and the texts of policies that came from files. A
 * run whose policy cannot be found any more is denied everything, with the code {@code POLICY_LOST}: what it was promised cannot be kept, and another
 * policy was not written for it. Without a store a run that goes on in another process goes on under the policy in force there.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class PolicyHolder implements Guard {
  /** So many runs are remembered at most; without a store, more than that go on under the policy in force. */
  static final int MOST_RUNS = 10_000;

  private record OfTenant(String tenant, RunId run) {}

  private final Map<String, Guard> governors;
  private final Set<String> obligations;
  private final @Nullable PolicyArchive archive;
  private final AtomicReference<StandardGuard> current;
  private final Map<String, StandardGuard> known = new ConcurrentHashMap<>();
  private final Map<String, String> texts = new ConcurrentHashMap<>();
  private final Map<OfTenant, StandardGuard> runs = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<OfTenant, StandardGuard> eldest) {
      return size() > MOST_RUNS;
    }
  };

  private PolicyHolder(
      StandardGuard first,
      Map<String, Guard> governors,
      Set<String> obligations,
      @Nullable PolicyArchive archive) {
    this.current = new AtomicReference<>(first);
    this.governors = Map.copyOf(governors);
    this.obligations = Set.copyOf(obligations);
    this.archive = archive;
    known.put(first.policyHash(), first);
  }

  /** Holds a policy. */
  public static PolicyHolder of(StandardGuard first) {
    return new PolicyHolder(first, Map.of(), Set.of(), null);
  }

  /**
   * Holds the policy of a file.
   *
   * @param governors   governors that rules may name
   * @param obligations obligations that the runtime can fulfil
   * @throws PolicyFileException if it is refused
   */
  public static PolicyHolder load(
      Path file, Map<String, Guard> governors, Set<String> obligations) {
    PolicyFile first = PolicyFile.read(file);
    PolicyHolder holder =
        new PolicyHolder(first.compile(governors, obligations), governors, obligations, null);
    holder.texts.put(holder.current().policyHash(), first.text());
    return holder;
  }

  /** Returns this holder with the runs' policies kept in a store that all processes share. */
  public PolicyHolder keptIn(ControlStore store) {
    PolicyHolder kept =
        new PolicyHolder(current.get(), governors, obligations, new PolicyArchive(store));
    kept.known.putAll(known);
    texts.forEach(kept::keep);
    return kept;
  }

  /** Returns this holder, which from now on also finds these policies: earlier ones that were built in Java, which no store can keep. */
  public PolicyHolder knows(StandardGuard... earlier) {
    for (StandardGuard guard : earlier) {
      known.put(guard.policyHash(), guard);
    }
    return this;
  }

  /** Puts the policy of a file in force. @throws PolicyFileException if it is refused; then the old one stays */
  public void reload(Path file) {
    PolicyFile next = PolicyFile.read(file);
    StandardGuard guard = next.compile(governors, obligations);
    keep(guard.policyHash(), next.text());
    replace(guard);
  }

  /** A policy is kept before a run can be bound to it. */
  private void keep(String hash, String text) {
    texts.put(hash, text);
    if (archive != null) {
      archive.put(hash, text);
    }
  }

  /** Puts a policy in force. */
  public void replace(StandardGuard next) {
    known.put(next.policyHash(), next);
    current.set(next);
  }

  /** Returns the policy in force. */
  public StandardGuard current() {
    return current.get();
  }

  @Override
  public Decision decide(GuardRequest request) {
    StandardGuard now = current.get();
    Optional<StandardGuard> kept = of(request);
    if (kept.isEmpty()) {
      return new Decision.Deny(
          "policy-lost",
          "POLICY_LOST",
          "This tool is not available.",
          "the run began under the policy " + bound(request)
              + ", which is neither in force nor kept; put its file back with reload(...) once, name it with knows(...), or start a new run");
    }
    if (kept.get() != now) {
      Optional<Decision.Deny> revoked = now.prohibits(request);
      if (revoked.isPresent()) {
        return revoked.get();
      }
    }
    return kept.get().decide(request);
  }

  @Override
  public boolean endorses(EndorsementRequest request) {
    return of(request.principal().tenant().id(), request.run())
        .map(kept -> kept.endorses(request) && current.get().endorses(request))
        .orElse(false);
  }

  private Optional<StandardGuard> of(GuardRequest request) {
    return of(request.principal().tenant().id(), request.run());
  }

  private Optional<StandardGuard> of(String tenant, RunId run) {
    OfTenant key = new OfTenant(tenant, run);
    synchronized (runs) {
      StandardGuard kept = runs.get(key);
      if (kept != null) {
        return Optional.of(kept);
      }
    }
    Optional<StandardGuard> found = find(tenant, run); // asks the store, so not under the lock
    synchronized (runs) {
      found.ifPresent(guard -> runs.putIfAbsent(key, guard));
      return Optional.ofNullable(runs.get(key));
    }
  }

  private Optional<StandardGuard> find(String tenant, RunId run) {
    StandardGuard now = current.get();
    if (archive == null) {
      return Optional.of(now);
    }
    String hash = archive.bind(tenant, run.value(), now.policyHash());
    StandardGuard here = known.get(hash);
    return here != null ? Optional.of(here) : restored(archive, hash);
  }

  /** Compiles a kept text; one that does not say any more what its hash stands for is none. */
  private Optional<StandardGuard> restored(PolicyArchive from, String hash) {
    try {
      Optional<StandardGuard> guard = from.text(hash)
          .map(text -> PolicyFile.parse(text).compile(governors, obligations))
          .filter(compiled -> compiled.policyHash().equals(hash));
      guard.ifPresent(compiled -> known.put(hash, compiled));
      return guard;
    } catch (PolicyFileException unreadable) {
      return Optional.empty();
    }
  }

  private String bound(GuardRequest request) {
    return archive == null
        ? policyHash()
        : archive.bind(request.principal().tenant().id(), request.run().value(), policyHash());
  }

  @Override
  public String name() {
    return current.get().name();
  }

  @Override
  public String policyHash() {
    return current.get().policyHash();
  }

  @Override
  public String policyHash(GuardRequest request) {
    return of(request).map(StandardGuard::policyHash).orElseGet(() -> bound(request));
  }
}
