/** Who may call which tool with which arguments, and which flows need a human. Start with {@link io.harden4j.guard.StandardGuard}. */
@NullMarked
package io.harden4j.guard;

import org.jspecify.annotations.NullMarked;
