/** Checks values that readers understand differently. Start with {@link io.harden4j.guard.value.EmailGovernor} and {@link io.harden4j.guard.value.AmountGovernor}. */
@NullMarked
package io.harden4j.guard.value;

import org.jspecify.annotations.NullMarked;
