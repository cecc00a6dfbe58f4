package io.harden4j.checkpoint;

import java.util.Arrays;

/**
 * An encoded value with its label, sealed by the cipher. Opaque to stores. The array is not copied: treat it as immutable.
 *
 * @param codec  logical name of the codec, never a class name
 * @param schema version of the codec's format
 * @param keyId  key the bytes are sealed with, or empty where no cipher is configured
 * @param bytes  the sealed bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record Payload(String codec, int schema, String keyId, byte[] bytes) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Payload p
        && codec.equals(p.codec)
        && schema == p.schema
        && keyId.equals(p.keyId)
        && Arrays.equals(bytes, p.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * codec.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Payload[" + codec + " v" + schema + ", " + bytes.length + " bytes]";
  }
}
