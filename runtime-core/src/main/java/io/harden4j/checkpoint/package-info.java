/** Records of durable execution and the storage SPI that keeps them. Start with {@link io.harden4j.checkpoint.CheckpointStore}. */
@NullMarked
package io.harden4j.checkpoint;

import org.jspecify.annotations.NullMarked;
