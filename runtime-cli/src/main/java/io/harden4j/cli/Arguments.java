package io.harden4j.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a user wrote, by name.
 *
 * @param words   the words that had to be there
 * @param options options with their values; a flag has an empty one
 */
record Arguments(Map<String, String> words, Map<String, String> options) {
  /** Returns a word that had to be there. */
  String word(String name) {
    return words.getOrDefault(name, "");
  }

  /** Says whether an option or a flag is there. */
  boolean has(String option) {
    return options.containsKey(option);
  }

  /** Returns an option's value. */
  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** Returns an option's value. @throws UsageException if it is not there */
  String required(String name) {
    return option(name).orElseThrow(() -> new UsageException("--" + name + " is missing"));
  }

  /** Returns a number of at least 1. @throws UsageException if it is something else */
  long number(String name, long otherwise) {
    String text = option(name).orElse(Long.toString(otherwise));
    if (!text.matches("[0-9]{1,9}") || Long.parseLong(text) < 1) {
      throw new UsageException(
          "--" + name + " is '" + Shown.line(text) + "', not a number from 1 on");
    }
    return Long.parseLong(text);
  }

  /** Reads a text as the path of a file that is there. @throws UsageException if it is not */
  static Path file(String text) {
    Path file = path(text);
    if (!Files.isRegularFile(file)) {
      throw new UsageException("there is no file '" + Shown.line(text) + "'");
    }
    return file;
  }

  /** Reads a text as a path. @throws UsageException if it cannot be one */
  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException("'" + Shown.line(text) + "' cannot be a path on this system");
    }
  }
}
