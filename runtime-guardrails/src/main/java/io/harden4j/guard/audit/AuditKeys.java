package io.harden4j.guard.audit;

import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Keys that seal what a tenant's records say about arguments. Destroying a tenant's keys erases that for good, in every copy of the trail, and leaves the chain
 * as it is: it covers the sealed bytes.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public interface AuditKeys {
  /**
   * A key with its name.
   *
   * @param id  stands beside what it seals
   * @param key AES, 256 bits
   */
  record Named(String id, SecretKey key) {
    @Override
    public String toString() {
      return "audit key " + id;
    }
  }

  /** Returns the key that seals new records of a tenant, making one if there is none. */
  Named current(String tenant);

  /** Returns an older key, or empty if it was destroyed. */
  Optional<Named> find(String tenant, String id);

  /** Destroys every key of a tenant. */
  void erase(String tenant);
}
