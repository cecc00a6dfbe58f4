package io.harden4j.mcp.auth;

import java.net.URI;

/**
 * A server that wants credentials.
 *
 * @param id  what the application calls it
 * @param url its configured address
 */
public record ProtectedServer(String id, URI url) {}
