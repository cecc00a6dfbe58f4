package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.NewerFormatException;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.Crc;
import io.harden4j.checkpoint.internal.FrameReader;
import io.harden4j.checkpoint.internal.FrameWriter;
import io.harden4j.checkpoint.internal.PayloadSource;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which thread a question belongs to: a small file for each question, durable before the question itself. One that points to a question
 * that was never recorded does no harm: the thread's log decides.
 */
final class QuestionNames {
  private final Layout layout;

  QuestionNames(Layout layout) {
    this.layout = layout;
  }

  void put(Collection<Question> questions) throws IOException {
    for (Question q : questions) {
      Path file = layout.question(q.id());
      if (!Files.exists(file)) {
        Disk.makeDirectory(layout.questions(q.id().tenant()));
        byte[] bytes = encoded(q.id(), q.task().thread());
        Disk.replace(file, out -> out.write(bytes));
      }
    }
  }

  void remove(Collection<QuestionId> questions) throws IOException {
    for (QuestionId id : questions) {
      Files.deleteIfExists(layout.question(id));
    }
  }

  /** Returns the thread that may have the question, or empty. */
  Optional<ThreadKey> thread(QuestionId id) throws IOException {
    return read(layout.question(id));
  }

  /** Returns the threads of a tenant that have questions, answered ones included. */
  Set<ThreadKey> threads(String tenant) throws IOException {
    Set<ThreadKey> threads = new LinkedHashSet<>();
    Path dir = layout.questions(tenant);
    if (!Files.isDirectory(dir)) {
      return threads;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(dir, f -> !f.toString().endsWith(".tmp"))) {
      for (Path file : files) {
        read(file).ifPresent(threads::add);
      }
    }
    return threads;
  }

  private static byte[] encoded(QuestionId id, ThreadKey thread) {
    byte[] body = new FrameWriter()
        .number(FileFormat.VERSION)
        .text(id.tenant())
        .text(id.value())
        .text(thread.threadId())
        .meta();
    ByteBuffer out = ByteBuffer.allocate(body.length + 4).putInt(Crc.of(body)).put(body);
    return out.array();
  }

  private static Optional<ThreadKey> read(Path file) throws IOException {
    byte[] bytes;
    // Not a channel: an interrupt would close it.
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      bytes = in.readAllBytes();
    } catch (FileNotFoundException e) {
      if (Files.exists(file)) {
        throw e;
      }
      return Optional.empty();
    }
    if (bytes.length < 4 || ByteBuffer.wrap(bytes).getInt() != Crc.of(bytes, 4, bytes.length - 4)) {
      throw new CorruptCheckpointException(
          file + " does not name the thread of a question: it is damaged or not one of ours."
              + " Restore it from a backup, or remove it: the thread itself is not touched",
          null);
    }
    FrameReader in = new FrameReader(bytes, 4, bytes.length, PayloadSource.NONE);
    int version = in.integer();
    if (version > FileFormat.VERSION) {
      throw new NewerFormatException(file.toString(), version, FileFormat.VERSION);
    }
    String tenant = in.text();
    in.text();
    return Optional.of(new ThreadKey(tenant, in.text()));
  }
}
