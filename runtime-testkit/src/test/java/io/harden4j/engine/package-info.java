/** The engine's promises as tests over real stores. Start with {@code CrashAtEveryStepTest}. */
@NullMarked
package io.harden4j.engine;

import org.jspecify.annotations.NullMarked;
