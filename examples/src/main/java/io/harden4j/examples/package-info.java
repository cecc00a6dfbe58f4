/** Programs to start from. Start with {@link io.harden4j.examples.Quickstart}; {@link io.harden4j.examples.Examples} runs them by name. */
@NullMarked
package io.harden4j.examples;

import org.jspecify.annotations.NullMarked;
