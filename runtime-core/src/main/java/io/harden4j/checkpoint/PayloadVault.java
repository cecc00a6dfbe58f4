package io.harden4j.checkpoint;

import io.harden4j.identity.Tenant;
import io.harden4j.label.Integrity;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.label.Readers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns labelled values into payloads and back: codec, label and cipher in one place. The envelope is a format byte, the label, then the codec's bytes;
 * the cipher seals all of it, so that a label cannot be parted from its value. Thread-safe.
 */
public final class PayloadVault {
  private static final int FORMAT = 1;

  /** The stored code of an integrity is its place here: never reorder, only append. */
  private static final List<Integrity> CODES =
      List.of(Integrity.UNTRUSTED, Integrity.TRUSTED_TOOL, Integrity.USER, Integrity.SYSTEM);

  private final PayloadCipher cipher;

  /** Creates a vault over a cipher. */
  public PayloadVault(PayloadCipher cipher) {
    this.cipher = cipher;
  }

  /** Says whether values are sealed: then what is stored beside them must not quote them. */
  @SuppressWarnings("ReferenceEquality") // NONE is one object
  public boolean seals() {
    return cipher != PayloadCipher.NONE;
  }

  /** Encodes and seals a value with its label. @throws CodecException if the value does not encode */
  public <T> Payload seal(PayloadAddress address, StateCodec<T> codec, T value, Label label) {
    byte[] body = codec.encode(value);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      writeLabel(out, label);
      out.write(body);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory does not fail", e);
    }
    String keyId = cipher.keyId(address);
    return new Payload(
        codec.name(), codec.schema(), keyId, cipher.seal(address, keyId, bytes.toByteArray()));
  }

  /**
   * Opens and decodes a payload.
   *
   * @throws CorruptCheckpointException if the bytes cannot be what was sealed for this address
   * @throws NewerFormatException if a newer version of the library wrote them
   * @throws CodecException if the codec cannot decode them
   */
  public <T> Labeled<T> open(PayloadAddress address, StateCodec<T> codec, Payload payload) {
    if (!payload.codec().equals(codec.name())) {
      throw new CodecException(
          "a value was stored with codec '" + payload.codec() + "' but is read with '"
              + codec.name() + "'; keep the old codec, or add a migration to the graph",
          null);
    }
    byte[] plain = cipher.open(address, payload.keyId(), payload.bytes());
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain))) {
      int format = in.readUnsignedByte();
      if (format > FORMAT) {
        throw new NewerFormatException(address.describe(), format, FORMAT);
      } else if (format < FORMAT) {
        throw corrupt(address, null);
      }
      Label label = readLabel(in, new Tenant(address.tenant()));
      return Labeled.of(codec.decode(in.readAllBytes(), payload.schema()), label);
    } catch (IOException e) {
      throw corrupt(address, e);
    }
  }

  private static CorruptCheckpointException corrupt(
      PayloadAddress address, @Nullable IOException e) {
    return new CorruptCheckpointException(
        address.describe() + " is not what was stored there; restore the thread from a backup", e);
  }

  private static void writeLabel(DataOutputStream out, Label label) throws IOException {
    out.writeByte(CODES.indexOf(label.integrity()));
    out.writeBoolean(label.readers().everyone());
    writeAll(out, label.readers().ids());
    writeAll(out, label.origins());
  }

  private static void writeAll(DataOutputStream out, Set<String> texts) throws IOException {
    out.writeShort(texts.size());
    for (String text : texts.size() > 1 ? new TreeSet<>(texts) : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    }
  }

  private static Label readLabel(DataInputStream in, Tenant tenant) throws IOException {
    int integrity = in.readUnsignedByte();
    boolean everyone = in.readBoolean();
    Set<String> readers = readAll(in);
    Set<String> origins = readAll(in);
    if (integrity >= CODES.size()) {
      return Label.unknown(tenant);
    }
    return new Label(
        CODES.get(integrity), everyone ? Readers.EVERYONE : new Readers(false, readers), origins);
  }

  private static Set<String> readAll(DataInputStream in) throws IOException {
    Set<String> texts = new TreeSet<>();
    for (int n = in.readUnsignedShort(); n > 0; n--) {
      int length = in.readInt();
      byte[] utf8 = in.readNBytes(Math.max(0, length));
      if (utf8.length != length) {
        throw new EOFException("a text of a label has " + length + " bytes");
      }
      texts.add(new String(utf8, StandardCharsets.UTF_8));
    }
    return texts;
  }
}
