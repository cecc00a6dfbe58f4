package io.harden4j.checkpoint;

/**
 * The key of a value or of a tenant is not known: not configured in this process, or destroyed so that nobody reads the tenant's values any
 * more. Nothing was read and nothing written.
 */
public final class MissingKeyException extends CheckpointStoreException {
  private static final long serialVersionUID = 1L;

  private final String tenant;
  private final String keyId;

  /**
   * Creates the exception.
   *
   * @param what   what was to be read or written, with its thread: {@link PayloadAddress#describe()}
   * @param keyId  the missing key, or empty if the tenant has none at all
   */
  public MissingKeyException(String what, String tenant, String keyId) {
    super(
        keyId.isEmpty()
            ? "tenant '" + tenant + "' has no encryption key; " + what
                + " was not touched. Give the tenant a key, or, if it was erased, delete its threads"
            : what + " is encrypted with key '" + keyId + "', which is not known for tenant '"
                + tenant
                + "'. Configure the key, or, if it was destroyed to erase the tenant, delete its"
                + " threads");
    this.tenant = tenant;
    this.keyId = keyId;
  }

  /** Returns the tenant. */
  public String tenant() {
    return tenant;
  }

  /** Returns the id of the missing key, or empty if the tenant has none at all. */
  public String keyId() {
    return keyId;
  }
}
