/**
 * A client for MCP servers whose tools are reached through the gate and in no other way: every type that holds a live connection is package-private. Start
 * with {@link io.harden4j.mcp.McpServers}.
 */
@NullMarked
package io.harden4j.mcp;

import org.jspecify.annotations.NullMarked;
