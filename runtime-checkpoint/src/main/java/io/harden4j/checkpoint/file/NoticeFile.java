package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.QuestionId;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What processes on a directory tell each other: one line for each note, the newest last. The first line says how many bytes of notes were
 * dropped in front, so that a place in the notes is one number. Notes are hints: nothing is forced to the disk, and none of them fails
 * what it tells of. Thread-safe.
 */
final class NoticeFile {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeFile.class);
  private static final int HEAD_BYTES = 40;
  private static final int DIGITS_AT = 19;

  private final Path file;
  private final FileMutex mutex;
  private final int most;

  /** Creates the notices of a directory, which drop their older half when they have more than {@code most} bytes. */
  NoticeFile(Path file, FileMutex mutex, int most) {
    this.file = file;
    this.mutex = mutex;
    this.most = most;
  }

  /** Notes that a question was answered, or, with null, that a thread is free again whose run has not ended. */
  void add(@Nullable QuestionId answered) {
    try {
      mutex.locked(() -> {
        append(
            answered == null ? "" : encoded(answered.tenant()) + " " + encoded(answered.value()));
        return true;
      });
    } catch (IOException e) {
      LOG.warn(
          "other processes are not told of what was written; workers find it with their next look: {}",
          e.toString());
    }
  }

  private void append(String note) throws IOException {
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
      long dropped = dropped(f);
      if (dropped < 0) {
        f.setLength(0);
        f.write(head(0));
      }
      f.seek(f.length());
      f.write((note + "\n").getBytes(StandardCharsets.US_ASCII));
      if (f.length() > most) {
        dropHalf(f, dropped);
      }
    }
  }

  private void dropHalf(RandomAccessFile f, long dropped) throws IOException {
    byte[] notes = new byte[(int) f.length() - HEAD_BYTES];
    f.seek(HEAD_BYTES);
    f.readFully(notes);
    int from = notes.length / 2;
    while (from < notes.length && notes[from - 1] != '\n') {
      from++;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    try (RandomAccessFile out = new RandomAccessFile(fresh.toFile(), "rw")) {
      out.setLength(0);
      out.write(head(dropped + from));
      out.write(notes, from, notes.length - from);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * What is new to a reader.
   *
   * @param text   whole lines
   * @param end    where they end
   * @param missed whether there were others before them that are gone
   */
  record Part(String text, long end, boolean missed) {}

  /** Returns what was noted behind a place; a negative one stands for the end. */
  Part after(long place) throws IOException {
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "r")) {
      long dropped = dropped(f);
      long end = dropped < 0 ? 0 : dropped + f.length() - HEAD_BYTES;
      if (place < 0 || place == end || dropped < 0) {
        return new Part("", end, place > end);
      }
      boolean missed = place < dropped || place > end;
      long from = missed ? dropped : place;
      byte[] bytes = new byte[(int) (end - from)];
      f.seek(HEAD_BYTES + from - dropped);
      f.readFully(bytes);
      String text = new String(bytes, StandardCharsets.US_ASCII);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      return new Part(whole, from + whole.length(), missed);
    } catch (FileNotFoundException e) {
      if (Files.exists(file)) {
        throw e;
      }
      return new Part("", 0, place > 0);
    }
  }

  /** Returns the question a line names, or empty where it names none: then there may be anything. */
  static Optional<QuestionId> question(String line) {
    int blank = line.indexOf(' ');
    try {
      return blank < 0
          ? Optional.empty()
          : Optional.of(new QuestionId(
              decoded(line.substring(0, blank)), decoded(line.substring(blank + 1))));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // what a writer that was killed has left of a line
    }
  }

  /** Returns the number in the first line, or -1 where there is no such line. */
  private static long dropped(RandomAccessFile f) throws IOException {
    if (f.length() < HEAD_BYTES) {
      return -1;
    }
    byte[] head = new byte[HEAD_BYTES];
    f.seek(0);
    f.readFully(head);
    String digits =
        new String(head, DIGITS_AT, HEAD_BYTES - 1 - DIGITS_AT, StandardCharsets.US_ASCII);
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static byte[] head(long dropped) {
    return String.format(Locale.ROOT, "harden4j-notices-1 %020d\n", dropped)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String text) {
    return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
  }
}
