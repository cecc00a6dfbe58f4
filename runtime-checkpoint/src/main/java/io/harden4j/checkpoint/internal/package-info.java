/**
 * What rotation and retention share: walking all threads of a tenant ({@link io.harden4j.checkpoint.internal.Heads}) at a bounded pace
 * ({@link io.harden4j.checkpoint.internal.Pace}). Not for users.
 */
@NullMarked
package io.harden4j.checkpoint.internal;

import org.jspecify.annotations.NullMarked;
