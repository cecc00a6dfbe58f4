/**
 * What a model costs in memory, time and money on a given host, with the arithmetic and the origin of each number. Start with {@link
 * io.harden4j.ollama.capacity.CapacityReport}; nothing here talks to a server.
 */
@NullMarked
package io.harden4j.ollama.capacity;

import org.jspecify.annotations.NullMarked;
