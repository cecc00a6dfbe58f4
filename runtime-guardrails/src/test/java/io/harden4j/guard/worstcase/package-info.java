/** The guard measured without a model: recorded suites, replayed through the real runtime. Start with {@link io.harden4j.guard.worstcase.WorstCaseTest}. */
@NullMarked
package io.harden4j.guard.worstcase;

import org.jspecify.annotations.NullMarked;
