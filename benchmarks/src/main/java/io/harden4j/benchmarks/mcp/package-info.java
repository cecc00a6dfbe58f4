/** Time of an MCP call beside other Java clients. Start with {@link io.harden4j.benchmarks.mcp.McpLatency}. */
@NullMarked
package io.harden4j.benchmarks.mcp;

import org.jspecify.annotations.NullMarked;
