/** Tools and the gate in front of them: declarations, decisions, permits. Start with {@link io.harden4j.tool.GuardedTool} and {@link io.harden4j.tool.Guard}. */
@NullMarked
package io.harden4j.tool;

import org.jspecify.annotations.NullMarked;
