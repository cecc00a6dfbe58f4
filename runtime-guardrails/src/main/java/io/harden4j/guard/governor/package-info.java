/** Governors check and narrow the arguments of a call that a policy permits. Start with {@link io.harden4j.guard.governor.GovernedGuard}. */
@NullMarked
package io.harden4j.guard.governor;

import org.jspecify.annotations.NullMarked;
