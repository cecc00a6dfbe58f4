/** Which inputs and outputs of a run an adapter may keep, without which secrets, and how large. Start with {@link io.harden4j.observability.content.ContentPolicy}. */
@NullMarked
package io.harden4j.observability.content;

import org.jspecify.annotations.NullMarked;
