package io.harden4j.tool;

/**
 * Decides who may do what. A guard that throws counts as a denial; there is no language model in it.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use; a decision is a pure function of the request and the policy.
 */
@FunctionalInterface
public interface Guard {
  /** Denies every call and says how to permit it: what a runtime without a guard has. */
  Guard DENY_ALL = request -> {
    String tool = request.call().tool().qualifiedName();
    String role = request.principal().roles().stream().sorted().findFirst().orElse("agent");
    return new Decision.Deny(
        "no-guard",
        "NO_GUARD",
        "This tool is not available.",
        "tool '" + tool
            + "' was called but the runtime has no guard, so every call is denied. Permit it with"
            + " AgentRuntime.builder().guard(StandardGuard.builder().role(\"" + role + "\").may(\""
            + tool + "\").build())");
  };

  /** Decides on one call. */
  Decision decide(GuardRequest request);

  /** Returns the guard's name for traces. */
  default String name() {
    return "guard";
  }

  /** Returns the hash of the policy in force; an approval is bound to it. */
  default String policyHash() {
    return "";
  }

  /** Returns the hash of the policy that decides on this request: a run may keep the one it began with. Default: {@link #policyHash()}. */
  default String policyHash(GuardRequest request) {
    return policyHash();
  }

  /** Decides whether a value may be trusted more than the texts it was taken from. Default: yes, as far as the application's own code says so. */
  default boolean endorses(EndorsementRequest request) {
    return true;
  }
}
