package io.harden4j.rag;

import io.harden4j.AgentRuntimeException;
import io.harden4j.identity.Tenant;

/**
 * A principal asked an index that its tenant does not have. The same answer whether another tenant has one of that name or
 * not.
 */
public final class IndexNotFoundException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  private final String index;
  private final String tenant;

  IndexNotFoundException(String index, Tenant tenant) {
    super("tenant '" + tenant.id() + "' has no index '" + index
        + "'. Build one for it, or run as a principal of the tenant that owns the index.");
    this.index = index;
    this.tenant = tenant.id();
  }

  /** Returns the name that was asked for. */
  public String index() {
    return index;
  }

  /** Returns the tenant of the principal that asked. */
  public String tenant() {
    return tenant;
  }
}
