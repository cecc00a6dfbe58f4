/** Lets through only the SQL that reads a tenant's own rows. Start with {@link io.harden4j.guard.sql.SqlGovernor}. */
@NullMarked
package io.harden4j.guard.sql;

import org.jspecify.annotations.NullMarked;
