package io.harden4j.run;

import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.label.Labeled;

/**
 * Passes encoded bytes on as they are, to move a payload to another address.
 *
 * @param name   codec the bytes were encoded with
 * @param schema its version
 */
record Raw(String name, int schema) implements StateCodec<byte[]> {
  static final Raw JSON = new Raw("json", 1);

  @Override
  public byte[] encode(byte[] value) {
    return value;
  }

  @Override
  public byte[] decode(byte[] bytes, int schemaOfBytes) {
    return bytes;
  }

  /** Moves a payload with its label to another address. */
  static Payload move(PayloadVault vault, Payload payload, PayloadAddress from, PayloadAddress to) {
    Raw codec = new Raw(payload.codec(), payload.schema());
    Labeled<byte[]> bytes = vault.open(from, codec, payload);
    return vault.seal(to, codec, bytes.value(), bytes.label());
  }
}
