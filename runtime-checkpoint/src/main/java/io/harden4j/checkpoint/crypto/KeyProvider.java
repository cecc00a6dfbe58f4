package io.harden4j.checkpoint.crypto;

import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Gives the master keys of tenants. A key is 256 random bits; values are sealed with keys derived from it, so it does no more than an
 * HMAC per value. A provider over a key management service unwraps a tenant's key there once and keeps it for as long as it may: both methods
 * are called for every value, so they answer from memory.
 *
 * <p><b>Erasure.</b> A tenant with a key of its own is erased by destroying the key: from then on {@link #key} returns empty for it in every
 * process, and no copy of the store, backups included, can be read.
 *
 * <p><b>Thread safety.</b> Implementations are safe for concurrent use. They do not show keys in {@code toString}, logs or exceptions.
 */
public interface KeyProvider {
  /**
   * Returns the id of the key that new values of a tenant are sealed with, or empty if the tenant has none. The id is stored in clear beside each
   * value. While a key is rotated, every process must know the new one before the first process names it here.
   */
  Optional<String> currentKeyId(String tenant);

  /** Returns a tenant's key, or empty if there is none of this id (any more). */
  Optional<SecretKey> key(String tenant, String keyId);
}
