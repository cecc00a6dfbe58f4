package io.harden4j.observability.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What of a run's content an adapter keeps. By default nothing: no prompts, answers, arguments, results or messages of errors, only names, numbers and outcomes.
 * Immutable.
 *
 * @param content       whether inputs and outputs are kept
 * @param errorMessages whether the messages of errors are kept; their types always are
 * @param maxBytes      how large one input or output may be as JSON in UTF-8; what is longer is cut inside the value, with a marker
 * @param redactor      what takes secrets out of every text
 */
public record ContentPolicy(
    boolean content, boolean errorMessages, int maxBytes, Redactor redactor) {
  /** Default of {@link #maxBytes}: 64 KiB. */
  public static final int DEFAULT_MAX_BYTES = 64 * 1024;

  /** Most that {@link #maxBytes} may be: 1 MiB. */
  public static final int HARD_MAX_BYTES = 1024 * 1024;

  private static final int MIN_BYTES = 256;

  /** @throws IllegalArgumentException if {@code maxBytes} is not between 256 and 1 MiB */
  public ContentPolicy {
    if (maxBytes < MIN_BYTES || maxBytes > HARD_MAX_BYTES) {
      throw new IllegalArgumentException("maxBytes is " + maxBytes + "; pass " + MIN_BYTES + " to "
          + HARD_MAX_BYTES + ", so that a batch of spans stays below what back ends accept");
    }
  }

  /** Returns the default: no content. */
  public static ContentPolicy off() {
    return new ContentPolicy(false, false, DEFAULT_MAX_BYTES, Redactor.credentials());
  }

  /** Returns the policy for a developer's own machine: content and messages of errors, without what looks like a credential. */
  public static ContentPolicy development() {
    return new ContentPolicy(true, true, DEFAULT_MAX_BYTES, Redactor.credentials());
  }

  /** Returns this policy with inputs and outputs kept. */
  public ContentPolicy withContent() {
    return new ContentPolicy(true, errorMessages, maxBytes, redactor);
  }

  /** Returns this policy with messages of errors kept. */
  public ContentPolicy withErrorMessages() {
    return new ContentPolicy(content, true, maxBytes, redactor);
  }

  /** Returns this policy with another bound for one input or output. */
  public ContentPolicy withMaxBytes(int bytes) {
    return new ContentPolicy(content, errorMessages, bytes, redactor);
  }

  /** Returns this policy with this redactor instead of the one it has. */
  public ContentPolicy withRedactor(Redactor other) {
    return new ContentPolicy(content, errorMessages, maxBytes, other);
  }

  /** Returns an input or output as JSON that may be kept, redacted and within bounds; empty if content is off. */
  public Optional<String> capture(Object value) {
    return content ? Optional.of(JsonText.capture(value, this)) : Optional.empty();
  }

  /** Returns an input or output as a JSON tree that may be kept; empty if content is off. */
  public Optional<JsonNode> captureTree(Object value) {
    return content ? Optional.of(JsonText.captureTree(value, this)) : Optional.empty();
  }

  /** Returns a short text, redacted and cut to so many characters. */
  public String text(String value, int maxChars) {
    return JsonText.cut(JsonText.redact(value, redactor), maxChars);
  }

  /** Returns what may be said about an error: its message, or only its type and those of its causes. */
  public String describe(Throwable error) {
    if (errorMessages) {
      String message = error.getMessage();
      return text(message == null ? error.getClass().getSimpleName() : message, 1024);
    }
    StringBuilder types = new StringBuilder(error.getClass().getSimpleName());
    Throwable cause = error.getCause();
    for (int depth = 0; cause != null && depth < 5; depth++, cause = cause.getCause()) {
      types.append(" caused by ").append(cause.getClass().getSimpleName());
    }
    return types.toString();
  }
}
