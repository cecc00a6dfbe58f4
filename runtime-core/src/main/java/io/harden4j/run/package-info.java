/** Running graphs: the runtime, its options, results, events, inbox and operator calls. Start with {@link io.harden4j.run.AgentRuntime}. */
@NullMarked
package io.harden4j.run;

import org.jspecify.annotations.NullMarked;
