package io.harden4j.ollama.capacity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Reads the small files by which Linux tells about itself; a file that cannot be read counts as absent. */
final class SmallFiles {
  private SmallFiles() {}

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException absent) {
      return List.of();
    }
  }

  /** The number in the file; empty if it is absent or says something else, such as {@code max}. */
  static OptionalLong number(Path file) {
    List<String> lines = lines(file);
    if (lines.size() != 1 || !lines.get(0).strip().matches("[0-9]{1,18}")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(lines.get(0).strip()));
  }
}
