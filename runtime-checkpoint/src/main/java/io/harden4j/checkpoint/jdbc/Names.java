package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.Texts;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * How ids of any characters and any length become columns. A text column holds them readable, with a backslash before what a database
 * cannot hold: NUL (which PostgreSQL refuses) and halves of surrogate pairs. Keys and indexes hold hashes, because an index entry of
 * PostgreSQL is at most 2,704 bytes long.
 */
final class Names {
  private static final int SHORT_HASH = 16;

  private Names() {}

  /** Writes an id so that two different ones never become the same text. */
  static String text(String id) {
    if (isPlain(id)) {
      return id;
    }
    StringBuilder out = new StringBuilder(id.length() + 8);
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c == '\\') {
        out.append("\\\\");
      } else if (c == 0) {
        out.append("\\0");
      } else if (isHalf(id, i)) {
        out.append("\\u").append(Integer.toHexString(c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Reads what {@link #text} wrote. */
  static String id(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(++i);
      if (escaped == '0') {
        out.append('\0');
      } else if (escaped == 'u') {
        out.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        out.append(escaped);
      }
    }
    return out.toString();
  }

  private static boolean isPlain(String id) {
    boolean surrogates = false;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c == '\\' || c == 0) {
        return false;
      }
      surrogates |= Character.isSurrogate(c);
    }
    return !surrogates || !Texts.hasUnpairedSurrogate(id);
  }

  private static boolean isHalf(String id, int at) {
    char c = id.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == id.length() || !Character.isLowSurrogate(id.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(id.charAt(at - 1)));
  }

  static byte[] hash(ThreadKey thread) {
    return hash(thread.tenant(), thread.threadId());
  }

  static byte[] hash(QuestionId question) {
    return hash(question.tenant(), question.value());
  }

  /** Names a branch inside its thread. */
  static byte[] branch(String branch) {
    return shortHash(branch);
  }

  /** Names a task inside its thread. */
  static byte[] hash(TaskKey key) {
    TaskId t = key.task();
    return shortHash(key.branch(), "" + key.epoch(), t.ns(), t.node(), t.ordinal(), "" + t.visit());
  }

  /** Names an effect inside its thread. */
  static byte[] hash(EffectKey key) {
    TaskId t = key.task().task();
    return shortHash(
        key.task().branch(),
        "" + key.task().epoch(),
        t.ns(),
        t.node(),
        t.ordinal(),
        "" + t.visit(),
        key.name(),
        key.digest(),
        "" + key.occurrence());
  }

  static byte[] tag(String name, String value) {
    return hash(name, value);
  }

  /** Returns a number by which an index narrows a search; the reader compares the whole name. */
  static long line(String branch, int epoch) {
    return number(branch, "" + epoch);
  }

  static long number(String... parts) {
    return ByteBuffer.wrap(hash(parts)).getLong();
  }

  /** Returns the first half of a SHA-256: enough to tell names of one thread apart, in half of the space. */
  private static byte[] shortHash(String... parts) {
    return Arrays.copyOf(hash(parts), SHORT_HASH);
  }

  /** Returns the SHA-256 of parts, each with its length before it. */
  static byte[] hash(String... parts) {
    int length = 0;
    for (String part : parts) {
      length += 4 + 2 * part.length();
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    for (String part : parts) {
      bytes.putInt(part.length()).put(Texts.utf16(part));
    }
    return sha256().digest(bytes.array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
