package io.harden4j.cli;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.StateCodec;
import io.harden4j.label.Labeled;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * What is stored of one state key: a whole value, and what later checkpoints added to it.
 *
 * @param at      the checkpoint it was read at
 * @param entries oldest first, never empty
 */
record StoredKey(CheckpointRef at, List<KeyEntry> entries) {
  private static final int MOST_CHARACTERS = 2000;
  private static final Set<String> JSON = Set.of("json", "messages");
  private static final PayloadVault VAULT = new PayloadVault(PayloadCipher.NONE);

  /** Hands out the bytes behind label and cipher as they are, under whatever name they were stored. */
  private record Raw(String name, int schema) implements StateCodec<byte[]> {
    @Override
    public byte[] encode(byte[] value) {
      return value;
    }

    @Override
    public byte[] decode(byte[] bytes, int schemaOfBytes) {
      return bytes;
    }
  }

  void addTo(Table table) {
    long bytes =
        entries.stream().mapToLong(entry -> entry.data().bytes().length).sum();
    table.row(name(), newest().version(), bytes, label(), form());
  }

  void printValue(PrintStream out) {
    for (KeyEntry entry : entries) {
      String sign = entry.kind() == KeyEntry.Kind.DELTA ? " += " : " = ";
      out.println(Shown.line(name()) + sign + value(entry));
    }
  }

  private KeyEntry newest() {
    return entries.get(entries.size() - 1);
  }

  private String name() {
    KeyEntry entry = newest();
    return entry.ns().isEmpty() ? entry.key() : entry.ns() + "/" + entry.key();
  }

  private String label() {
    return isSealed(newest()) ? "" : open(newest()).label().integrity().toString();
  }

  private String form() {
    Payload data = newest().data();
    String parts = entries.size() == 1 ? "" : ", " + entries.size() + " parts";
    return data.codec()
        + parts
        + (isSealed(newest()) ? ", encrypted with key " + data.keyId() : "");
  }

  private String value(KeyEntry entry) {
    if (isSealed(entry)) {
      return "(encrypted)";
    }
    if (!JSON.contains(entry.data().codec())) {
      return "(stored as " + Shown.line(entry.data().codec()) + ", which is not text)";
    }
    return Shown.cut(new String(open(entry).value(), StandardCharsets.UTF_8), MOST_CHARACTERS);
  }

  private static boolean isSealed(KeyEntry entry) {
    return !entry.data().keyId().isEmpty();
  }

  private Labeled<byte[]> open(KeyEntry entry) {
    Payload data = entry.data();
    PayloadAddress address =
        new PayloadAddress.Key(at.thread(), at.branch(), entry.ns(), entry.key(), entry.version());
    return VAULT.open(address, new Raw(data.codec(), data.schema()), data);
  }
}
