/** Limits of calls and bytes that outlive runs. Start with {@link io.harden4j.guard.quota.QuotaGuard}. */
@NullMarked
package io.harden4j.guard.quota;

import org.jspecify.annotations.NullMarked;
