/** Looks through content on its way out and in: secrets, personal data, links, HTML, hidden characters, size and form. Start with {@link io.harden4j.guard.screen.ContentScreen}. */
@NullMarked
package io.harden4j.guard.screen;

import org.jspecify.annotations.NullMarked;
