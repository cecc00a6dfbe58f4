package io.harden4j.checkpoint;

/**
 * What a prune removed.
 *
 * @param checkpoints removed checkpoints
 * @param records     removed task, effect and question records
 */
public record PruneResult(long checkpoints, long records) {}
