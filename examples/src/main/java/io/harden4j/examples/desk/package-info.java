/**
 * The support desk of a shop as a graph: handbook, order database, a human who releases refunds. Start with
 * {@link io.harden4j.examples.desk.SupportDesk}, the graph, and {@link io.harden4j.examples.desk.Desk}, its wiring.
 */
@NullMarked
package io.harden4j.examples.desk;

import org.jspecify.annotations.NullMarked;
