package io.harden4j.checkpoint.internal;

import io.harden4j.checkpoint.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link FrameWriter} wrote. Throws {@link MalformedException} where bytes do not parse. Not thread-safe. */
public final class FrameReader {
  private final byte[] meta;
  private final PayloadSource payloads;
  private final int to;
  private int at;
  private long payloadBytes;

  public FrameReader(byte[] meta, int from, int to, PayloadSource payloads) {
    this.meta = meta;
    this.at = from;
    this.to = to;
    this.payloads = payloads;
  }

  public FrameReader(byte[] meta, PayloadSource payloads) {
    this(meta, 0, meta.length, payloads);
  }

  public int position() {
    return at;
  }

  /** Returns how many bytes of payloads the parts read so far have. */
  public long payloadBytes() {
    return payloadBytes;
  }

  public void end() {
    if (at != to) {
      throw new MalformedException(to - at + " bytes too many");
    }
  }

  /** Returns a reader of the next part, which was written with its length, and goes on behind it. */
  public FrameReader sized() {
    int length = length(number());
    FrameReader part = new FrameReader(meta, at, at + length, payloads);
    at += length;
    return part;
  }

  public long number() {
    long raw = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = octet();
      raw |= (long) (b & 0x7F) << shift;
      if ((b & 0x80) == 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw new MalformedException("a number has no end");
  }

  public int integer() {
    long value = number();
    if (value != (int) value) {
      throw new MalformedException("number " + value + " is too large");
    }
    return (int) value;
  }

  public boolean flag() {
    int b = octet();
    if (b > 1) {
      throw new MalformedException("a flag is " + b);
    }
    return b == 1;
  }

  public String text() {
    long head = number();
    int length = length(head >> 1);
    int from = at;
    at += length;
    return (head & 1) == 1
        ? Texts.ofUtf16(Arrays.copyOfRange(meta, from, at))
        : new String(meta, from, length, StandardCharsets.UTF_8);
  }

  public <E extends Enum<E>> E constant(Class<E> type) {
    String name = text();
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(type.getSimpleName() + " has no " + name);
    }
  }

  public Instant instant() {
    try {
      return Instant.ofEpochSecond(number(), number());
    } catch (DateTimeException | ArithmeticException e) {
      throw new MalformedException("a time is out of range");
    }
  }

  public Payload payload() {
    String codec = text();
    int schema = integer();
    String keyId = text();
    long offset = number();
    int length = integer();
    int crc = integer();
    if (offset < 0 || length < 0) {
      throw new MalformedException("a payload lies before the data");
    }
    payloadBytes += length;
    try {
      return new Payload(codec, schema, keyId, payloads.bytes(offset, length, crc));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public <T> @Nullable T maybe(Function<FrameReader, T> body) {
    return flag() ? body.apply(this) : null;
  }

  public <T> List<T> list(Function<FrameReader, T> body) {
    int size = length(number());
    List<T> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(body.apply(this));
    }
    return values;
  }

  private int octet() {
    if (at >= to) {
      throw new MalformedException("a record ends too early");
    }
    return meta[at++] & 0xFF;
  }

  /** Checks a count of bytes, or of things of at least one byte. */
  private int length(long value) {
    if (value < 0 || value > to - at) {
      throw new MalformedException(
          "a length of " + value + " where " + (to - at) + " bytes are left");
    }
    return (int) value;
  }
}
