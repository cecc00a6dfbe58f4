package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.NewerFormatException;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.CheckpointFormat;
import io.harden4j.checkpoint.internal.Crc;
import io.harden4j.checkpoint.internal.FrameReader;
import io.harden4j.checkpoint.internal.FrameWriter;
import io.harden4j.checkpoint.internal.JournalFormat;
import io.harden4j.checkpoint.internal.MalformedException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Records of one thread as the bytes of a {@code body} column: a format number, the length of the record, the record, its payloads. */
final class Bodies {
  static final int FORMAT = 1;

  private final CheckpointFormat checkpoints;
  private final JournalFormat journal;

  Bodies(ThreadKey thread) {
    this.checkpoints = new CheckpointFormat(thread);
    this.journal = new JournalFormat(thread);
  }

  /** Versions are left out: they are those of the entries, which are rows of their own. */
  byte[] of(Checkpoint c) {
    return bytes(out -> checkpoints.write(out, withVersions(c, Map.of())));
  }

  byte[] of(TaskRecord r) {
    return bytes(out -> journal.task(out, r));
  }

  byte[] of(EffectRecord e) {
    return bytes(out -> journal.effect(out, e));
  }

  byte[] of(Question q) {
    return bytes(out -> journal.question(out, q));
  }

  Checkpoint checkpoint(byte[] body) {
    return read(body, checkpoints::read);
  }

  TaskRecord task(byte[] body) {
    return read(body, journal::task);
  }

  EffectRecord effect(byte[] body) {
    return read(body, journal::effect);
  }

  Question question(byte[] body) {
    return read(body, journal::question);
  }

  static Checkpoint withVersions(Checkpoint c, Map<String, Long> versions) {
    return new Checkpoint(
        c.ref(),
        c.parent(),
        c.run(),
        c.segment(),
        c.cause(),
        c.step(),
        c.epoch(),
        c.graph(),
        versions,
        c.planned(),
        c.frontier(),
        c.barriers(),
        c.status(),
        c.spent(),
        c.traceparent(),
        c.tags(),
        c.at());
  }

  private static byte[] bytes(Consumer<FrameWriter> record) {
    FrameWriter out = new FrameWriter();
    record.accept(out);
    byte[] meta = out.meta();
    byte[] data = out.data();
    return ByteBuffer.allocate(5 + meta.length + data.length)
        .put((byte) FORMAT)
        .putInt(meta.length)
        .put(meta)
        .put(data)
        .array();
  }

  private static <T> T read(byte[] body, Function<FrameReader, T> record) {
    if (body.length < 5) {
      throw new MalformedException("it has " + body.length + " bytes");
    }
    if (body[0] != FORMAT) {
      throw new NewerFormatException("A record in the database", body[0], FORMAT);
    }
    int data = 5 + ByteBuffer.wrap(body).getInt(1);
    if (data < 5 || data > body.length) {
      throw new MalformedException("it says it is longer than it is");
    }
    FrameReader in = new FrameReader(
        body, 5, data, (offset, length, crc) -> payload(body, data + offset, length, crc));
    T value = record.apply(in);
    in.end();
    return value;
  }

  private static byte[] payload(byte[] body, long from, int length, int crc) {
    if (from + length > body.length) {
      throw new MalformedException("a payload ends behind it");
    }
    byte[] bytes = Arrays.copyOfRange(body, (int) from, (int) from + length);
    if (Crc.of(bytes) != crc) {
      throw new MalformedException("the checksum of a payload does not fit");
    }
    return bytes;
  }
}
