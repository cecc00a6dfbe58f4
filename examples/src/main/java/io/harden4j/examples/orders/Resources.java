package io.harden4j.examples.orders;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads the files of {@code support-desk/} on the class path. */
final class Resources {
  private Resources() {}

  /** Returns the whole file as text. */
  static String text(String name) {
    try (InputStream in = Resources.class.getResourceAsStream("/support-desk/" + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "support-desk/" + name + " is not on the class path; build the examples module");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("support-desk/" + name + " cannot be read", e);
    }
  }
}
