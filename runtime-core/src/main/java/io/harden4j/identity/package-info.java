/** Who a run acts for: principals and tenants. Start with {@link io.harden4j.identity.Principal}. */
@NullMarked
package io.harden4j.identity;

import org.jspecify.annotations.NullMarked;
