/** The vocabulary of effects: budgets, retries, usage, kill switch and control signals. Start with {@link io.harden4j.effect.Effect} and {@link io.harden4j.effect.Budget}. */
@NullMarked
package io.harden4j.effect;

import org.jspecify.annotations.NullMarked;
