/**
 * The shop's order database of the support desk and the MCP server in front of it. Start with
 * {@link io.harden4j.examples.orders.OrderDatabase} and {@link io.harden4j.examples.orders.OrderServer}.
 */
@NullMarked
package io.harden4j.examples.orders;

import org.jspecify.annotations.NullMarked;
