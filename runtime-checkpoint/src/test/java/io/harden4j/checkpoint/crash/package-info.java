/** Kills processes that run on a durable store, and lets processes race for a thread. Start with {@code CrashMatrixTest}. */
@NullMarked
package io.harden4j.checkpoint.crash;

import org.jspecify.annotations.NullMarked;
