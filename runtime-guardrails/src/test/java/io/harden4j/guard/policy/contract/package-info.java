/** Tests that users run over their own policies. Start with {@link io.harden4j.guard.policy.contract.PolicyTableContract}. */
@NullMarked
package io.harden4j.guard.policy.contract;

import org.jspecify.annotations.NullMarked;
