package io.harden4j.checkpoint;

/**
 * Turns values of one type into bytes and back. No class names in the bytes.
 *
 * <p><b>Thread safety.</b> Implementations are safe for concurrent use.
 *
 * @param <T> type of the values
 */
public interface StateCodec<T> {
  /** Logical, stable name, such as {@code json} or {@code text}. */
  String name();

  /** Version of the format that {@link #encode} writes, 1 or more. */
  default int schema() {
    return 1;
  }

  /** Returns the bytes of a value; equal values give equal bytes. @throws CodecException if the value cannot be encoded */
  byte[] encode(T value);

  /** Returns the value of bytes written under {@code schema}. @throws CodecException if they cannot be decoded */
  T decode(byte[] bytes, int schema);
}
