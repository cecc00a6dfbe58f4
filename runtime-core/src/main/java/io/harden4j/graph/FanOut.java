package io.harden4j.graph;

import java.util.List;
import java.util.function.Function;

/**
 * An edge that runs its target once for each item.
 *
 * @param target node that runs for each item
 * @param items  reads the items from the committed state; an empty list goes on behind the target
 */
public record FanOut(String target, Function<StateView, ? extends List<?>> items) {}
