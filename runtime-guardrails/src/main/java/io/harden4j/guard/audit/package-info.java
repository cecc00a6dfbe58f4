/** The audit trail as files that show where they were changed. Start with {@link io.harden4j.guard.audit.FileAuditSink}. */
@NullMarked
package io.harden4j.guard.audit;

import org.jspecify.annotations.NullMarked;
