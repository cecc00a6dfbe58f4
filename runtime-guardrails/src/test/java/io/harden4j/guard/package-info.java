/** Tests of the guard, named after the hostile cases they settle. Start with {@link io.harden4j.guard.HostileCasesTest}. */
@NullMarked
package io.harden4j.guard;

import org.jspecify.annotations.NullMarked;
