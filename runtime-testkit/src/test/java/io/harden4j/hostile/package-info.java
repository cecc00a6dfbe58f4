/** Tries to break what the engine, the road and the gate promise. Start with {@link io.harden4j.hostile.AnswersTest}. */
@NullMarked
package io.harden4j.hostile;

import org.jspecify.annotations.NullMarked;
