package io.harden4j.run;

import org.jspecify.annotations.Nullable;

/**
 * A way on that a node chose itself.
 *
 * @param node  where to
 * @param input item of a fan-out, or null for a goto
 * @param empty true for a fan-out without items: goes on behind the node
 */
record Jump(String node, @Nullable TaskInput input, boolean empty) {}
