/**
 * What the stores of this module share: how records are turned into bytes ({@link io.harden4j.checkpoint.internal.CheckpointFormat},
 * {@link io.harden4j.checkpoint.internal.JournalFormat}), how they hear of what
 * others write ({@link io.harden4j.checkpoint.internal.Watches}), and what rotation and retention share: walking all threads of a tenant
 * ({@link io.harden4j.checkpoint.internal.Heads}) at a bounded pace ({@link io.harden4j.checkpoint.internal.Pace}). Not for users: it changes without notice.
 */
@NullMarked
package io.harden4j.checkpoint.internal;

import org.jspecify.annotations.NullMarked;
