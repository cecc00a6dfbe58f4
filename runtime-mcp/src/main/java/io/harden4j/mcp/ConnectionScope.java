package io.harden4j.mcp;

/** Who shares one connection to a server. A connection can hold state: open transactions, a working directory, a login. */
public enum ConnectionScope {
  /** Everybody. Only for servers that keep nothing between two calls. */
  SHARED,
  /** All principals of a tenant. The default. */
  TENANT,
  /** One principal. The default where a {@link io.harden4j.mcp.auth.TokenProvider} hands out tokens by principal. */
  PRINCIPAL
}
