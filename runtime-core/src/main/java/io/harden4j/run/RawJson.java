package io.harden4j.run;

import io.harden4j.checkpoint.StateCodec;

/** Passes encoded JSON on as it is, to move it to another address. */
final class RawJson implements StateCodec<byte[]> {
  static final RawJson CODEC = new RawJson();

  private RawJson() {}

  @Override
  public String name() {
    return "json";
  }

  @Override
  public byte[] encode(byte[] value) {
    return value;
  }

  @Override
  public byte[] decode(byte[] bytes, int schema) {
    return bytes;
  }
}
