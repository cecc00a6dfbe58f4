package io.harden4j.checkpoint.crypto;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;

/** Keys of tenants that a test rotates and destroys while others use them. Thread-safe. */
final class TestKeys implements KeyProvider {
  private final Map<String, StaticKeys> tenants = new ConcurrentHashMap<>();
  private final Map<String, Map<String, byte[]>> all = new HashMap<>();
  private final Random random = new Random(7);

  /** Adds a key, which becomes the current one. */
  synchronized TestKeys add(String tenant, String keyId) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    all.computeIfAbsent(tenant, t -> new HashMap<>()).put(keyId, key);
    return publish(tenant, keyId);
  }

  /** Destroys a key that is not the current one. */
  synchronized void remove(String tenant, String keyId) {
    String current = currentKeyId(tenant).orElseThrow();
    all.get(tenant).remove(keyId);
    publish(tenant, current);
  }

  /** Destroys all keys of a tenant. */
  synchronized void drop(String tenant) {
    all.remove(tenant);
    tenants.remove(tenant);
  }

  private TestKeys publish(String tenant, String current) {
    StaticKeys.Builder builder = StaticKeys.builder();
    all.get(tenant).forEach((id, key) -> builder.tenant(tenant, id, key));
    tenants.put(tenant, builder.current(tenant, current).build());
    return this;
  }

  @Override
  public Optional<String> currentKeyId(String tenant) {
    StaticKeys keys = tenants.get(tenant);
    return keys == null ? Optional.empty() : keys.currentKeyId(tenant);
  }

  @Override
  public Optional<SecretKey> key(String tenant, String keyId) {
    StaticKeys keys = tenants.get(tenant);
    return keys == null ? Optional.empty() : keys.key(tenant, keyId);
  }
}
