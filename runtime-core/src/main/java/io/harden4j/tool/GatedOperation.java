package io.harden4j.tool;

import io.harden4j.effect.internal.Operation;
import io.harden4j.label.Label;
import java.util.Optional;

/** A tool call on the road. Knows the label of its result once it has one, performed or replayed. */
public interface GatedOperation extends Operation<ToolResult> {
  /** Returns the label of the result, or empty if nothing was sent: the result is the gate's own text then. */
  Optional<Label> resultLabel();
}
