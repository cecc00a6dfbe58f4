/** Six prompt injections and their benign twins, each with its verdict and the reason. Start with {@link io.harden4j.examples.drill.InjectionDrill}. */
@NullMarked
package io.harden4j.examples.drill;

import org.jspecify.annotations.NullMarked;
