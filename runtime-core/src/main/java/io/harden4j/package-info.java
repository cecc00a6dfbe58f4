/** Root of the library: the exception all others descend from. Start with {@code io.harden4j.run.AgentRuntime}. */
@NullMarked
package io.harden4j;

import org.jspecify.annotations.NullMarked;
