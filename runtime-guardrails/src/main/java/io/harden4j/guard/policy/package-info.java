/** Policies as files: read, checked, compiled, tested, swapped. Start with {@link io.harden4j.guard.policy.PolicyFile} and {@link io.harden4j.guard.policy.PolicyHolder}. */
@NullMarked
package io.harden4j.guard.policy;

import org.jspecify.annotations.NullMarked;
