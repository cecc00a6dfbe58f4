package io.harden4j.checkpoint;

/**
 * Names a thread. Stores treat both parts as data: any characters are allowed here, the runtime is stricter.
 *
 * @param tenant   owner
 * @param threadId id inside the tenant
 */
public record ThreadKey(String tenant, String threadId) {}
