/** The one road of every effect. Public for technical reasons only: no promise to users, not used by other modules. Start with {@code Road}. */
@NullMarked
package io.harden4j.effect.internal;

import org.jspecify.annotations.NullMarked;
