package io.harden4j.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Collects what a test measured and writes it as {@code <module>/target/evidence/<name>.json}: flat keys, and always {@code tier},
 * {@code ran} and {@code skipped}. Not thread-safe.
 *
 * <pre>{@code
 * Evidence.of("two-writers").put("rounds", 200).put("lostUpdates", 0).ran(200).write();
 * }</pre>
 */
public final class Evidence {
  private final Path file;
  private final Map<String, Object> values = new LinkedHashMap<>();

  private Evidence(Path file) {
    this.file = file;
    values.put("tier", Tier.name());
    values.put("ran", 0L);
    values.put("skipped", 0L);
  }

  /** Begins evidence in the module whose tests run: Maven starts them in the module's directory and names it in {@code basedir}. */
  public static Evidence of(String name) {
    return of(Path.of(System.getProperty("basedir", "")), name);
  }

  /** Begins evidence in the module at {@code moduleDirectory}. */
  public static Evidence of(Path moduleDirectory, String name) {
    return new Evidence(
        moduleDirectory.resolve("target").resolve("evidence").resolve(name + ".json"));
  }

  /** Sets how many cases ran. */
  public Evidence ran(long cases) {
    return put("ran", cases);
  }

  /** Sets how many cases were skipped. */
  public Evidence skipped(long cases) {
    return put("skipped", cases);
  }

  /** Sets a number. */
  public Evidence put(String key, long value) {
    values.put(key, value);
    return this;
  }

  /** Sets a number; not infinite, not NaN. */
  public Evidence put(String key, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(key + " is " + value + "; JSON has no such number");
    }
    values.put(key, value);
    return this;
  }

  /** Sets a truth value. */
  public Evidence put(String key, boolean value) {
    values.put(key, value);
    return this;
  }

  /** Sets a text. */
  public Evidence put(String key, String value) {
    values.put(key, value);
    return this;
  }

  /** Writes the file, over an earlier one, and returns its path. */
  public Path write() {
    String json = values.entrySet().stream()
        .map(e -> "  " + quoted(e.getKey()) + ": " + text(e.getValue()))
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.writeString(file, json);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the evidence file " + file, e);
    }
  }

  private static String text(Object value) {
    return value instanceof String s ? quoted(s) : String.valueOf(value);
  }

  private static String quoted(String s) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
