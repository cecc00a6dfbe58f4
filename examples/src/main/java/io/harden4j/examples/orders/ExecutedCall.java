package io.harden4j.examples.orders;

import org.jspecify.annotations.Nullable;

/**
 * A line of the server's call log: one tool call that reached the database.
 *
 * @param at             1 for the first call of the database, then one more for each
 * @param arguments      JSON with sorted keys
 * @param idempotencyKey what the caller sent, or null
 * @param outcome        {@code done}, {@code repeated} (answered from the key, nothing changed) or {@code refused}
 */
public record ExecutedCall(
    long at,
    String tenant,
    String tool,
    String arguments,
    @Nullable String idempotencyKey,
    String outcome) {}
