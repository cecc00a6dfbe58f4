/** Tests of audit. See the package of the same name in the main sources. */
@NullMarked
package io.harden4j.guard.audit;

import org.jspecify.annotations.NullMarked;
