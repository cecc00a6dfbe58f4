package io.harden4j.run;

import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.Spent;

/**
 * What every result tells.
 *
 * @param run      the run
 * @param threadId the thread
 * @param branch   the branch
 * @param segment  stretch of the run, 0 first
 * @param spent    what the run consumed so far
 * @param checkpoint sequence number of the branch's head, 0 where nothing is recorded
 * @param traceparent trace context of the segment, or empty
 */
public record RunInfo(
    RunId run,
    String threadId,
    String branch,
    int segment,
    Spent spent,
    long checkpoint,
    String traceparent) {}
