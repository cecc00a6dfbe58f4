/** Tests of the stores in SQL databases. Start with {@code SqliteCheckpointStoreTest}. */
@NullMarked
package io.harden4j.checkpoint.jdbc;

import org.jspecify.annotations.NullMarked;
