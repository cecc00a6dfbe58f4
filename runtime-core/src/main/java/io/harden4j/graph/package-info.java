/** Graphs, typed state keys, nodes and updates. Start with {@link io.harden4j.graph.StateGraph}. */
@NullMarked
package io.harden4j.graph;

import org.jspecify.annotations.NullMarked;
