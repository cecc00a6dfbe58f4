package io.harden4j.observe;

import io.harden4j.checkpoint.GraphVersion;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.identity.Principal;

/**
 * Identity that every observation of a segment shares.
 *
 * @param run         the run
 * @param segment     stretch of the run, 0 first
 * @param thread      the thread: a telemetry session
 * @param graph       the graph
 * @param principal   who the run acts for
 * @param traceparent trace context stored by an earlier segment or given by the caller, or empty
 */
public record ObservedRun(
    RunId run,
    int segment,
    ThreadKey thread,
    GraphVersion graph,
    Principal principal,
    String traceparent) {}
