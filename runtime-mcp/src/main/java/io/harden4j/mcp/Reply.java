package io.harden4j.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a request brought.
 *
 * @param result the result
 * @param open   what has to be answered first, or null if the result is final
 * @param id     id of the request, for traces
 */
record Reply(JsonNode result, @Nullable OpenRound open, long id) {}
