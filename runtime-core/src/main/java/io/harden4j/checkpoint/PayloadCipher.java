package io.harden4j.checkpoint;

/**
 * Seals encoded values before a store sees them.
 *
 * <p><b>Thread safety.</b> Implementations are safe for concurrent use.
 */
public interface PayloadCipher {
  /** Leaves bytes as they are: the default. */
  PayloadCipher NONE = new PayloadCipher() {
    @Override
    public String keyId(PayloadAddress address) {
      return "";
    }

    @Override
    public byte[] seal(PayloadAddress address, String keyId, byte[] plain) {
      return plain;
    }

    @Override
    public byte[] open(PayloadAddress address, String keyId, byte[] sealed) {
      if (!keyId.isEmpty()) {
        throw new MissingKeyException(
            address.describe()
                + " (no cipher is configured: pass one to AgentRuntime.builder().cipher(...))",
            address.tenant(),
            keyId);
      }
      return sealed;
    }
  };

  /** Returns the key that new payloads at this address are sealed with. @throws MissingKeyException if the tenant has none */
  String keyId(PayloadAddress address);

  /** Seals bytes for an address. @throws MissingKeyException if the key is not known */
  byte[] seal(PayloadAddress address, String keyId, byte[] plain);

  /**
   * Opens bytes of an address.
   *
   * @throws CorruptCheckpointException if they were changed or belong to another address
   * @throws MissingKeyException if the key is not known
   * @throws NewerFormatException if a newer version of the library sealed them
   */
  byte[] open(PayloadAddress address, String keyId, byte[] sealed);
}
