/**
 * Credentials for MCP servers over HTTP: static tokens, client credentials and OAuth 2.1 with discovery. Start with {@link
 * io.harden4j.mcp.auth.TokenProvider}.
 */
@NullMarked
package io.harden4j.mcp.auth;

import org.jspecify.annotations.NullMarked;
