package io.harden4j.mcp.auth;

import java.util.Set;

/**
 * The MCP server as its authorization servers know it.
 *
 * @param indicator value of the {@code resource} parameter (RFC 8707)
 * @param scopes    scopes that basic use needs; empty if it does not say
 * @param metadata  its authorization server
 */
record Resource(String indicator, Set<String> scopes, ServerMetadata metadata) {}
