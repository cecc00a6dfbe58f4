/** Tests of policies as files. Start with {@link io.harden4j.guard.policy.PolicyFileTest}. */
@NullMarked
package io.harden4j.guard.policy;

import org.jspecify.annotations.NullMarked;
