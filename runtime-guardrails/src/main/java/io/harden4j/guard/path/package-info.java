/** Keeps file paths inside their roots. Start with {@link io.harden4j.guard.path.PathGovernor}. */
@NullMarked
package io.harden4j.guard.path;

import org.jspecify.annotations.NullMarked;
