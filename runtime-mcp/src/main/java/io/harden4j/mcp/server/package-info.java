/**
 * Agent graphs as tools of an MCP server, so that other hosts can call them, over stdio or HTTP and in both eras of the protocol. Start with {@link
 * io.harden4j.mcp.server.GraphServer}.
 */
@NullMarked
package io.harden4j.mcp.server;

import org.jspecify.annotations.NullMarked;
