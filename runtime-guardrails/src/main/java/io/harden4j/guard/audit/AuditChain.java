package io.harden4j.guard.audit;

import io.harden4j.tool.AuditSink;

/**
 * A sink that keeps one chain of records a tenant.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public interface AuditChain extends AuditSink {
  /** Returns where a tenant's chain ends now. */
  AuditHead head(String tenant);
}
