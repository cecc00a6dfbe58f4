/** The kill harness on a small program: what it announces, what it says, and that its end is a real SIGKILL. */
@NullMarked
package io.harden4j.testkit.kill;

import org.jspecify.annotations.NullMarked;
