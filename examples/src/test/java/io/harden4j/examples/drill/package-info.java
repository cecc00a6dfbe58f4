/** Tests of the injection drill. Start with {@link io.harden4j.examples.drill.InjectionDrillTest}. */
@NullMarked
package io.harden4j.examples.drill;

import org.jspecify.annotations.NullMarked;
