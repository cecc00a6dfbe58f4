/** Tests of the stores in files. Start with {@code FileCheckpointStoreTest}. */
@NullMarked
package io.harden4j.checkpoint.file;

import org.jspecify.annotations.NullMarked;
