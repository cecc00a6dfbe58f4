/** The example {@code mcp-postgres}: a published MCP server whose promise to read only does not hold, without a guard and with one. */
@NullMarked
package io.harden4j.examples.postgres;

import org.jspecify.annotations.NullMarked;
