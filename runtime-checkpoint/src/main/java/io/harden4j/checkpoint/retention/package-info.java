/** Deletes what is kept for too long, and what somebody asks to be deleted. Start at {@link io.harden4j.checkpoint.retention.Retention}. */
@NullMarked
package io.harden4j.checkpoint.retention;

import org.jspecify.annotations.NullMarked;
