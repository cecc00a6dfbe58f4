/** Time of the guard's decisions. Start with {@link io.harden4j.benchmarks.guard.GuardBenchmarks}. */
@NullMarked
package io.harden4j.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
