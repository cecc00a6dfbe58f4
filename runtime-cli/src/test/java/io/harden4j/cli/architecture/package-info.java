/** Rules that hold for all modules, and proofs that each rule can fail. They live here because this module sees every other. */
@NullMarked
package io.harden4j.cli.architecture;

import org.jspecify.annotations.NullMarked;
