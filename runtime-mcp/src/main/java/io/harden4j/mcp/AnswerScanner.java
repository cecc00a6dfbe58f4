package io.harden4j.mcp;

import java.util.OptionalLong;

/**
 * Finds the id of a JSON-RPC answer in a message that is too long or too broken to parse, byte by byte and in constant memory. Looks only at keys of the
 * outermost object, so that text inside a result cannot pose as the id.
 */
final class AnswerScanner {
  private static final int LONGEST_KEY = 8;

  private final StringBuilder text = new StringBuilder();
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean inValue;
  private String key = "";
  private long id = -1;
  private boolean isRequest;

  void feed(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (inString) {
        insideString(bytes[i]);
      } else {
        outsideString(bytes[i]);
      }
    }
  }

  /** Returns the id of the request that the message answers, if it has a whole number for an id and is not a request itself. */
  OptionalLong answerTo() {
    return id < 0 || isRequest ? OptionalLong.empty() : OptionalLong.of(id);
  }

  private void insideString(byte b) {
    if (escaped) {
      escaped = false;
      remember('?');
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
      if (depth == 1 && !inValue) {
        key = text.toString();
        isRequest |= key.equals("method");
      }
    } else {
      remember((char) (b & 0xff));
    }
  }

  private void remember(char c) {
    if (text.length() < LONGEST_KEY) {
      text.append(c);
    }
  }

  private void outsideString(byte b) {
    switch (b) {
      case '"' -> {
        inString = true;
        text.setLength(0);
      }
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      case ':' -> inValue |= depth == 1;
      case ',' -> inValue &= depth != 1;
      default -> digit(b);
    }
  }

  private void digit(byte b) {
    if (depth == 1
        && inValue
        && key.equals("id")
        && b >= '0'
        && b <= '9'
        && id < Long.MAX_VALUE / 20) {
      id = (id < 0 ? 0 : id * 10) + (b - '0');
    }
  }
}
