package io.harden4j.checkpoint.crypto;

import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.MissingKeyException;
import io.harden4j.checkpoint.NewerFormatException;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadCipher;
import java.security.SecureRandom;
import javax.crypto.SecretKey;

/**
 * Seals each value with AES-256-GCM (NIST SP 800-38D) under a key of its tenant, bound to its {@link PayloadAddress}: a value that was changed, or moved to another
 * key, task, thread or tenant, does not open.
 *
 * <pre>{@code
 * AgentRuntime.builder().checkpoints(store).cipher(AesGcmCipher.of(FileKeys.open(path)))
 * }</pre>
 *
 * <p><b>How many values a key may seal.</b> SP 800-38D (section 8.3) allows 2^32 messages with random nonces under one AES key. Here each value has an AES key of its
 * own, derived by HKDF (RFC 5869) from the tenant's key and 96 random bits, and a random nonce of 96 bits: two values meet in both with a
 * probability of less than 2^-32 up to 2^80 values. So a tenant's key is rotated because it may have become known, not because it is used up.
 *
 * <p><b>Compression.</b> Values of 1 KiB or more are deflated before they are sealed, each for itself. Lengths of values can be seen by whoever sees the store; with compression the length also tells
 * how well a value compresses. Where somebody who sees lengths can also choose a part of a value that holds a secret, switch it off.
 *
 * <p><b>Size.</b> A sealed value is 42 bytes longer.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public final class AesGcmCipher implements PayloadCipher {
  private static final int DEFAULT_COMPRESS_FROM = 1024;

  private final KeyProvider keys;
  private final SecureRandom random;
  private final int compressFrom;
  private final boolean readsPlain;

  private AesGcmCipher(Builder options) {
    this.keys = options.keys;
    this.random = options.random;
    this.compressFrom = options.compressFrom;
    this.readsPlain = options.readsPlain;
  }

  /** Returns a cipher with the default options. */
  public static AesGcmCipher of(KeyProvider keys) {
    return builder(keys).build();
  }

  /** Returns the options of a cipher over keys. */
  public static Builder builder(KeyProvider keys) {
    return new Builder(keys);
  }

  /** Options of a cipher. Not thread-safe. */
  public static final class Builder {
    private final KeyProvider keys;
    private SecureRandom random = new SecureRandom();
    private int compressFrom = DEFAULT_COMPRESS_FROM;
    private boolean readsPlain;

    private Builder(KeyProvider keys) {
      this.keys = keys;
    }

    /** Deflates values of this many bytes or more; default 1,024, at least 64. Values above 64 MiB are never compressed. */
    public Builder compressFrom(int bytes) {
      if (bytes < 64) {
        throw new IllegalArgumentException(
            "compressFrom is " + bytes
                + "; shorter values do not become smaller: pass 64 or more, or call withoutCompression()");
      }
      compressFrom = bytes;
      return this;
    }

    /** Leaves new values as long as they are. What was compressed before can still be read. */
    public Builder withoutCompression() {
      compressFrom = Integer.MAX_VALUE;
      return this;
    }

    /**
     * Reads values that were stored before there was a cipher. For the time until {@link Rekey} has sealed them: whoever can write to the
     * store can put a plain value anywhere meanwhile. Default: they are refused.
     */
    public Builder readPlainValues() {
      readsPlain = true;
      return this;
    }

    /** Sets the source of salts and nonces; for tests of the format. */
    Builder random(SecureRandom newRandom) {
      random = newRandom;
      return this;
    }

    /** Returns the cipher. */
    public AesGcmCipher build() {
      return new AesGcmCipher(this);
    }
  }

  @Override
  public String keyId(PayloadAddress address) {
    String tenant = address.tenant();
    return keys.currentKeyId(tenant)
        .orElseThrow(() -> new MissingKeyException(address.describe(), tenant, ""));
  }

  @Override
  public byte[] seal(PayloadAddress address, String keyId, byte[] plain) {
    byte[] shorter = plain.length >= compressFrom ? Compression.compress(plain) : null;
    byte[] salts = new byte[Envelope.RANDOM];
    random.nextBytes(salts);
    Envelope envelope = envelope(address, keyId);
    return shorter == null
        ? envelope.seal(plain, 0, salts)
        : envelope.seal(shorter, Envelope.COMPRESSED, salts);
  }

  @Override
  public byte[] open(PayloadAddress address, String keyId, byte[] sealed) {
    if (keyId.isEmpty()) {
      return plain(address, sealed);
    }
    Envelope envelope = envelope(address, keyId);
    if (sealed.length > 0 && sealed[0] > Envelope.VERSION) {
      throw new NewerFormatException(
          "the sealed " + address.describe(), sealed[0], Envelope.VERSION);
    }
    boolean known = sealed.length >= Envelope.LEAST
        && sealed[0] == Envelope.VERSION
        && (sealed[1] & ~Envelope.COMPRESSED) == 0;
    byte[] value = known ? envelope.open(sealed) : null;
    if (value != null && sealed[1] == Envelope.COMPRESSED) {
      value = Compression.decompress(value);
    }
    if (value == null) {
      throw corrupt(address, keyId);
    }
    return value;
  }

  private byte[] plain(PayloadAddress address, byte[] bytes) {
    if (readsPlain) {
      return bytes;
    }
    throw new CorruptCheckpointException(
        address.describe()
            + " is not encrypted, but a cipher is configured. If it was stored before"
            + " there was one, configure the cipher with readPlainValues() and run Rekey; if not,"
            + " somebody has put it there",
        null);
  }

  private Envelope envelope(PayloadAddress address, String keyId) {
    String tenant = address.tenant();
    SecretKey key = keys.key(tenant, keyId)
        .orElseThrow(() -> new MissingKeyException(address.describe(), tenant, keyId));
    return new Envelope(key, tenant, keyId, address.encoded());
  }

  private static CorruptCheckpointException corrupt(PayloadAddress address, String keyId) {
    return new CorruptCheckpointException(
        address.describe() + " does not open with key '" + keyId
            + "': it was changed, or it belongs elsewhere; restore the thread from a backup",
        null);
  }

  @Override
  public String toString() {
    return "AesGcmCipher[" + keys + "]";
  }
}
