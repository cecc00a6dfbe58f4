package io.harden4j.checkpoint.crypto;

import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Keys given by the application, unchanged while it runs. Immutable; thread-safe.
 *
 * <pre>{@code
 * KeyProvider keys = StaticKeys.builder()
 *     .tenant("acme", "2025", oldKey)
 *     .tenant("acme", "2026", newKey)   // the last one added seals new values
 *     .shared("base", another)          // for tenants without keys of their own
 *     .build();
 * }</pre>
 */
public final class StaticKeys implements KeyProvider {
  private final KeyRing ring;

  private StaticKeys(KeyRing ring) {
    this.ring = ring;
  }

  /** Returns the options. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Optional<String> currentKeyId(String tenant) {
    return ring.currentKeyId(tenant);
  }

  @Override
  public Optional<SecretKey> key(String tenant, String keyId) {
    return ring.key(tenant, keyId);
  }

  @Override
  public String toString() {
    return "StaticKeys[" + ring + "]";
  }

  /** Collects keys. Not thread-safe. */
  public static final class Builder {
    private final KeyRing.Builder ring = new KeyRing.Builder();

    private Builder() {}

    /**
     * Adds a key of a tenant; it seals the tenant's new values until another one is added.
     *
     * @param key 32 random bytes; copied
     */
    public Builder tenant(String tenant, String keyId, byte[] key) {
      ring.add(tenant, keyId, key);
      return this;
    }

    /**
     * Adds a key for all tenants without keys of their own. Such tenants are kept apart (their data keys differ), but one of them cannot be erased by
     * destroying a key.
     *
     * @param key 32 random bytes; copied
     */
    public Builder shared(String keyId, byte[] key) {
      ring.add(KeyRing.SHARED, keyId, key);
      return this;
    }

    /** Seals a tenant's new values with this one of its keys, instead of with the last one added. */
    public Builder current(String tenant, String keyId) {
      ring.current(tenant, keyId);
      return this;
    }

    /** Returns the keys. */
    public StaticKeys build() {
      return new StaticKeys(ring.build());
    }
  }
}
