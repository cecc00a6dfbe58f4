/** Tests of the governors of paths, addresses and values, and of quotas. */
@NullMarked
package io.harden4j.guard.governor;

import org.jspecify.annotations.NullMarked;
