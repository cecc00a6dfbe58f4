package io.harden4j.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * A task of the frontier: it runs next.
 *
 * @param id      structural name
 * @param input   item of a dynamic fan-out, or null
 * @param control label of what chose this task, encoded; null means chosen by the graph alone
 */
public record PlannedTask(
    TaskId id, @Nullable Payload input, @Nullable Payload control) {}
