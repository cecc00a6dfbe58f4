package io.harden4j.mcp.auth;

import io.harden4j.AgentRuntimeException;

/** An address is of this machine or a local network and was not declared to be. Nothing was sent. */
public final class PrivateAddressException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  PrivateAddressException(String host) {
    super("host '" + host
        + "' has a private address. If that is meant, say so with allowPrivateAddresses(); else somebody may be leading this"
        + " process into its own network");
  }
}
