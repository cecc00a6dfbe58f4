/** Tests of the SQL governor. */
@NullMarked
package io.harden4j.guard.sql;

import org.jspecify.annotations.NullMarked;
