/**
 * What a test of a durable agent needs: contracts of core's stores as JUnit classes, a clock that tests move, evidence files. Start with
 * {@link io.harden4j.testkit.CheckpointStoreContract}.
 */
@NullMarked
package io.harden4j.testkit;

import org.jspecify.annotations.NullMarked;
