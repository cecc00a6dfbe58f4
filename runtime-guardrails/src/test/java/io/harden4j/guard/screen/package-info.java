/** Tests of the content screens. */
@NullMarked
package io.harden4j.guard.screen;

import org.jspecify.annotations.NullMarked;
