package io.harden4j.tool;

import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything a guard may decide on: a decision is a pure function of this and the policy. Immutable.
 *
 * @param principal   who the run acts for
 * @param run         the run
 * @param thread      the thread
 * @param node        the node that asks
 * @param call        the call, canonical
 * @param declaration what the tool is
 * @param control     label of everything that led to this call
 * @param arguments   label of each leaf by JSON pointer, where it is known better than {@code control}
 * @param sources     texts the node has read, with their labels: what an argument can be grounded in
 * @param at          time of the decision
 */
public record GuardRequest(
    Principal principal,
    RunId run,
    ThreadKey thread,
    String node,
    ToolCall call,
    ToolDeclaration declaration,
    Label control,
    Map<String, Label> arguments,
    List<Labeled<String>> sources,
    Instant at) {
  /** Copies the collections. */
  public GuardRequest {
    arguments = Map.copyOf(arguments);
    sources = List.copyOf(sources);
  }

  /** Returns the label of an argument leaf. */
  public Label argument(String jsonPointer) {
    return arguments.getOrDefault(jsonPointer, control);
  }
}
