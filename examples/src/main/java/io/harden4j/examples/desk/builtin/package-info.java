/**
 * A model made of rules, so that the example runs without a server. Start with {@link io.harden4j.examples.desk.builtin.BuiltInModel}. It knows nothing of the
 * agent but what stands in the prompt.
 */
@NullMarked
package io.harden4j.examples.desk.builtin;

import org.jspecify.annotations.NullMarked;
