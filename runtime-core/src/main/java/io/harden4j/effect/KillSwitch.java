package io.harden4j.effect;

import java.util.Optional;
import java.util.Set;

/**
 * Stops new effects by scope. Asked at step 3 of the road, before each attempt and after each wait.
 *
 * <p><b>Thread safety.</b> Implementations are safe for concurrent use and answer fast: they may be up to one second stale.
 */
@FunctionalInterface
public interface KillSwitch {
  /** Never engaged; the default. */
  KillSwitch OFF = scopes -> Optional.empty();

  /** Returns the scope of an all-stopping switch. */
  String ALL = "all";

  /**
   * Returns why one of these scopes is stopped, or empty.
   *
   * @param scopes {@code all}, {@code tenant:acme}, {@code principal:acme/ana}, {@code run:ID}, {@code server:NAME}, {@code tool:SERVER/NAME},
   *     {@code pin:HASH}
   */
  Optional<String> engaged(Set<String> scopes);

  /**
   * Returns the same for something that only reads. A switch that cannot be read may let it go on, by what it last knew; it stops everything else.
   *
   * @param scopes as for {@link #engaged}
   */
  default Optional<String> engagedForRead(Set<String> scopes) {
    return engaged(scopes);
  }
}
