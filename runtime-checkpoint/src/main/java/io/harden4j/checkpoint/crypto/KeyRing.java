package io.harden4j.checkpoint.crypto;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Keys by tenant and id. Immutable. */
final class KeyRing implements KeyProvider {
  /** Stands for all tenants that have no keys of their own. */
  static final String SHARED = "*";

  /** Bytes of a key: AES-256, and as much as an HMAC-SHA-256 can use. */
  static final int KEY_BYTES = 32;

  /** Keys of one tenant. */
  private record Keys(String current, Map<String, SecretKey> byId) {
    @Override
    public String toString() {
      return new TreeSet<>(byId.keySet()) + ", current " + current;
    }
  }

  private final Map<String, Keys> tenants;

  private KeyRing(Map<String, Keys> tenants) {
    this.tenants = tenants;
  }

  @Override
  public Optional<String> currentKeyId(String tenant) {
    Keys keys = keys(tenant);
    return keys == null ? Optional.empty() : Optional.of(keys.current());
  }

  @Override
  public Optional<SecretKey> key(String tenant, String keyId) {
    Keys keys = keys(tenant);
    return keys == null ? Optional.empty() : Optional.ofNullable(keys.byId().get(keyId));
  }

  private @Nullable Keys keys(String tenant) {
    Keys own = tenants.get(tenant);
    return own == null ? tenants.get(SHARED) : own;
  }

  @Override
  public String toString() {
    return "keys of " + tenants.size() + " tenants";
  }

  /** Collects keys. Not thread-safe. */
  static final class Builder {
    private final Map<String, Map<String, SecretKey>> keys = new LinkedHashMap<>();
    private final Map<String, String> current = new HashMap<>();

    /** Adds a key, which becomes the tenant's current one. */
    Builder add(String tenant, String keyId, byte[] key) {
      if (tenant.isBlank() || keyId.isBlank()) {
        throw new IllegalArgumentException("a key needs a tenant (or \"" + SHARED
            + "\" for those without keys of their own) and an id");
      }
      if (key.length != KEY_BYTES) {
        throw new IllegalArgumentException("key '" + keyId + "' of tenant '" + tenant + "' has "
            + key.length + " bytes; a key has " + KEY_BYTES
            + " random bytes: make one with 'openssl rand -base64 32'");
      }
      Map<String, SecretKey> own = keys.computeIfAbsent(tenant, t -> new HashMap<>());
      if (own.put(keyId, new SecretKeySpec(key, "HmacSHA256")) != null) {
        throw new IllegalArgumentException("key '" + keyId + "' of tenant '" + tenant
            + "' is there twice; an id names one key for ever");
      }
      current.put(tenant, keyId);
      return this;
    }

    /** Says which of a tenant's keys new values are sealed with. */
    Builder current(String tenant, String keyId) {
      if (!keys.getOrDefault(tenant, Map.of()).containsKey(keyId)) {
        throw new IllegalArgumentException("the current key '" + keyId + "' of tenant '" + tenant
            + "' is not among its keys; add it");
      }
      current.put(tenant, keyId);
      return this;
    }

    KeyRing build() {
      Map<String, Keys> tenants = new HashMap<>();
      keys.forEach((tenant, byId) ->
          tenants.put(tenant, new Keys(current.getOrDefault(tenant, ""), Map.copyOf(byId))));
      return new KeyRing(Map.copyOf(tenants));
    }
  }
}
