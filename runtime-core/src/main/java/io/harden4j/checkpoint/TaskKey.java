package io.harden4j.checkpoint;

/**
 * Names a task of one branch and epoch. It does not name a checkpoint: a suspended commit keeps the frontier.
 *
 * @param thread the thread
 * @param branch the branch
 * @param task   structural name
 * @param epoch  how often the frontier was edited by hand
 */
public record TaskKey(ThreadKey thread, String branch, TaskId task, int epoch) {}
