package io.harden4j.guard.audit;

import io.harden4j.checkpoint.Digests;

/**
 * Where a chain ends. Kept somewhere else, it shows later that records were cut off the end or that the whole chain was written anew, which a chain
 * cannot show by itself.
 *
 * @param sequence number of the last record; 0 for an empty chain
 * @param hash     its hash, hex
 */
public record AuditHead(long sequence, String hash) {
  /** Returns the head of a tenant's empty chain; chains of two tenants have no link in common. */
  static AuditHead empty(String tenant) {
    return new AuditHead(0, Digests.sha256("harden4j audit 1\n" + tenant));
  }
}
