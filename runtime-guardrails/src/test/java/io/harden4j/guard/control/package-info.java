/** Tests of control. See the package of the same name in the main sources. */
@NullMarked
package io.harden4j.guard.control;

import org.jspecify.annotations.NullMarked;
