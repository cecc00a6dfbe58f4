/**
 * Stores in files, for one machine without a database: {@link io.harden4j.checkpoint.file.FileCheckpointStore} and
 * {@link io.harden4j.checkpoint.file.FileControlStore}. The layout on disk is described at
 * {@link io.harden4j.checkpoint.file.FileFormat}.
 */
@NullMarked
package io.harden4j.checkpoint.file;

import org.jspecify.annotations.NullMarked;
