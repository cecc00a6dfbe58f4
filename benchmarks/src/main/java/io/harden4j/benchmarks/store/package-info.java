/** What the durable stores cost: stored bytes, the time of a step, the time to read a head. Start at {@code StoreBenchmarks}. */
@NullMarked
package io.harden4j.benchmarks.store;

import org.jspecify.annotations.NullMarked;
