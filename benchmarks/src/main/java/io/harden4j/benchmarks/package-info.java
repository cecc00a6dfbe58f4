/**
 * Timings of the engine beside plain Java and LangGraph4j, in one run on one JVM. Compiled by every build, run by hand with {@code benchmarks/run}.
 */
@NullMarked
package io.harden4j.benchmarks;

import org.jspecify.annotations.NullMarked;
