package io.harden4j.guard.policy;

import io.harden4j.checkpoint.RunId;
import io.harden4j.guard.StandardGuard;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The policy in force, swapped as a whole. A new one is read, compiled and checked before it takes effect; one that is refused changes nothing.
 *
 * <p><b>Runs.</b> A run keeps the policy that decided its first call in this process; what a newer policy takes away by name ({@code forbidden},
 * {@code deny}) is denied at once. After a restart a run goes on under the policy in force, and approvals given under another are void.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class PolicyHolder implements Guard {
  /** So many runs keep their policy at most; of more, the ones unused for longest go on under the policy in force. */
  static final int MOST_RUNS = 10_000;

  private final Map<String, Guard> governors;
  private final Set<String> obligations;
  private final AtomicReference<StandardGuard> current;
  private final Map<RunId, StandardGuard> runs = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<RunId, StandardGuard> eldest) {
      return size() > MOST_RUNS;
    }
  };

  private PolicyHolder(StandardGuard first, Map<String, Guard> governors, Set<String> obligations) {
    this.current = new AtomicReference<>(first);
    this.governors = Map.copyOf(governors);
    this.obligations = Set.copyOf(obligations);
  }

  /** Holds a policy. */
  public static PolicyHolder of(StandardGuard first) {
    return new PolicyHolder(first, Map.of(), Set.of());
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
    return new PolicyHolder(
        PolicyFile.read(file).compile(governors, obligations), governors, obligations);
  }

  /** Puts the policy of a file in force. @throws PolicyFileException if it is refused; then the old one stays */
  public void reload(Path file) {
    current.set(PolicyFile.read(file).compile(governors, obligations));
  }

  /** Puts a policy in force. */
  public void replace(StandardGuard next) {
    current.set(next);
  }

  /** Returns the policy in force. */
  public StandardGuard current() {
    return current.get();
  }

  @Override
  public Decision decide(GuardRequest request) {
    StandardGuard now = current.get();
    StandardGuard kept = of(request);
    if (kept != now) {
      Optional<Decision.Deny> revoked = now.prohibits(request);
      if (revoked.isPresent()) {
        return revoked.get();
      }
    }
    return kept.decide(request);
  }

  private StandardGuard of(GuardRequest request) {
    synchronized (runs) {
      return runs.computeIfAbsent(request.run(), run -> current.get());
    }
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
    return of(request).policyHash();
  }
}
