/** The code of {@code docs/mcp.md}, compiled from outside the module's package. */
package io.harden4j.mcp.docs;
