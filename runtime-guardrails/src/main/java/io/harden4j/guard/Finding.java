package io.harden4j.guard;

import java.util.Optional;

/**
 * What one rule has to say against a call.
 *
 * @param denies   true: no; false: a human must agree
 * @param rule     stable id
 * @param code     stable code of a denial
 * @param toModel  short text without policy internals
 * @param reason   for humans, without the values of arguments
 * @param approval who may agree, or empty for the guard's default
 */
record Finding(
    boolean denies,
    String rule,
    String code,
    String toModel,
    String reason,
    Optional<Approval> approval) {
  static Finding deny(String rule, String code, String toModel, String reason) {
    return new Finding(true, rule, code, toModel, reason, Optional.empty());
  }

  static Finding ask(String rule, String reason) {
    return new Finding(false, rule, "", "", reason, Optional.empty());
  }

  static Finding ask(String rule, String reason, Approval approval) {
    return new Finding(false, rule, "", "", reason, Optional.of(approval));
  }
}
