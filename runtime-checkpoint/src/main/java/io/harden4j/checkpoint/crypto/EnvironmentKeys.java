package io.harden4j.checkpoint.crypto;

import io.harden4j.checkpoint.CheckpointStoreException;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Keys from an environment variable, in the same JSON as {@link FileKeys}; unchanged while the process runs. Whoever may look at the process's
 * environment sees them: a file is better where there is one. Immutable; thread-safe.
 */
public final class EnvironmentKeys implements KeyProvider {
  /** The variable that is read by default. */
  public static final String VARIABLE = "HARDEN4J_KEYS";

  private final String variable;
  private final KeyRing ring;

  private EnvironmentKeys(String variable, KeyRing ring) {
    this.variable = variable;
    this.ring = ring;
  }

  /**
   * Reads the variable {@value #VARIABLE} of this process.
   *
   * @throws CheckpointStoreException if it is missing or does not parse; the message shows no part of it
   */
  public static EnvironmentKeys read() {
    return of(System.getenv(), VARIABLE);
  }

  /**
   * Reads a variable of a given environment.
   *
   * @throws CheckpointStoreException if it is missing or does not parse; the message shows no part of it
   */
  public static EnvironmentKeys of(Map<String, String> environment, String variable) {
    String json = environment.get(variable);
    if (json == null) {
      throw new CheckpointStoreException("the environment variable " + variable
          + " is not set; set it to the JSON document of keys, or use FileKeys");
    }
    return new EnvironmentKeys(
        variable, KeyDocument.parse("the environment variable " + variable, json));
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
    return "EnvironmentKeys[" + variable + ", " + ring + "]";
  }
}
