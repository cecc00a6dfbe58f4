package io.harden4j.tool;

import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.identity.Principal;
import io.harden4j.label.Endorsement;
import io.harden4j.label.Label;

/**
 * A value that a node wants to trust more than the texts it was taken from. Immutable.
 *
 * @param principal   who the run acts for
 * @param run         the run
 * @param thread      the thread
 * @param node        the node that asks
 * @param endorsement what is endorsed, how far and why
 * @param value       the value as text
 * @param from        label of what the node has read
 */
public record EndorsementRequest(
    Principal principal,
    RunId run,
    ThreadKey thread,
    String node,
    Endorsement endorsement,
    String value,
    Label from) {}
