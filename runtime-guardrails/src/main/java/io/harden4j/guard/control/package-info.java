/** Switches an operator can pull. Start with {@link io.harden4j.guard.control.ControlStoreKillSwitch}. */
@NullMarked
package io.harden4j.guard.control;

import org.jspecify.annotations.NullMarked;
