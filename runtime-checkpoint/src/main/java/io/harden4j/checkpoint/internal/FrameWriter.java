package io.harden4j.checkpoint.internal;

import io.harden4j.checkpoint.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Collects the meta and data parts of a frame. Not thread-safe. */
public final class FrameWriter {
  private final ByteArrayOutputStream meta = new ByteArrayOutputStream(512);
  private final ByteArrayOutputStream data;

  public FrameWriter() {
    this(new ByteArrayOutputStream(512));
  }

  private FrameWriter(ByteArrayOutputStream data) {
    this.data = data;
  }

  public byte[] meta() {
    return meta.toByteArray();
  }

  public byte[] data() {
    return data.toByteArray();
  }

  public long size() {
    return (long) meta.size() + data.size();
  }

  /** Writes a part with its length before it, so that a reader can find it again alone. */
  public <T> FrameWriter sized(T value, BiConsumer<FrameWriter, ? super T> body) {
    FrameWriter part = new FrameWriter(data);
    body.accept(part, value);
    number(part.meta.size());
    meta.writeBytes(part.meta());
    return this;
  }

  public FrameWriter number(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      meta.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    meta.write((int) rest);
    return this;
  }

  public FrameWriter flag(boolean value) {
    meta.write(value ? 1 : 0);
    return this;
  }

  public FrameWriter text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    boolean wide = Texts.hasUnpairedSurrogate(value);
    byte[] written = wide ? Texts.utf16(value) : bytes;
    number(written.length * 2L + (wide ? 1 : 0));
    meta.writeBytes(written);
    return this;
  }

  /** Writes a constant by its name, which is part of the format. */
  public FrameWriter constant(Enum<?> value) {
    return text(value.name());
  }

  public FrameWriter instant(Instant value) {
    return number(value.getEpochSecond()).number(value.getNano());
  }

  public FrameWriter payload(Payload value) {
    text(value.codec()).number(value.schema()).text(value.keyId());
    number(data.size()).number(value.bytes().length).number(Crc.of(value.bytes()));
    data.writeBytes(value.bytes());
    return this;
  }

  public <T> FrameWriter maybe(@Nullable T value, BiConsumer<FrameWriter, ? super T> body) {
    flag(value != null);
    if (value != null) {
      body.accept(this, value);
    }
    return this;
  }

  public <T> FrameWriter list(Collection<T> values, BiConsumer<FrameWriter, ? super T> body) {
    number(values.size());
    values.forEach(v -> body.accept(this, v));
    return this;
  }
}
