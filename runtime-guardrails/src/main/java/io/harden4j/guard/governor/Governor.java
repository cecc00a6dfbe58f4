package io.harden4j.guard.governor;

import io.harden4j.tool.GuardRequest;
import java.util.Set;

/**
 * Checks some arguments of one call, and may narrow them: an SQL text to a tenant's rows, an amount to its canonical form. A governor never permits a
 * call; it only refuses or rewrites one that a policy permits.
 *
 * <p><b>Failures.</b> A governor that throws refuses the call.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use; the verdict is a pure function of its inputs and the governor's settings.
 */
@FunctionalInterface
public interface Governor {
  /**
   * Checks the values under these pointers.
   *
   * @param request  the call, with the arguments as earlier governors left them
   * @param pointers JSON pointers of the arguments to check, or of places inside of them; each may be missing, or hold an array or object, of which every leaf counts
   */
  Verdict check(GuardRequest request, Set<String> pointers);
}
