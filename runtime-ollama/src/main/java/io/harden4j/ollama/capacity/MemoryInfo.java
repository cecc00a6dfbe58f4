package io.harden4j.ollama.capacity;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Total and available bytes of main memory. */
record MemoryInfo(long total, long available) {
  private static final Pattern LINE = Pattern.compile("(\\w+):\\s+(\\d{1,15}) kB");

  /** Reads Linux's {@code meminfo}; empty if it is not there or has another form. */
  static Optional<MemoryInfo> read(Path file) {
    List<String> lines = SmallFiles.lines(file);
    OptionalLong total = value(lines, "MemTotal");
    OptionalLong available = value(lines, "MemAvailable");
    if (total.isEmpty() || available.isEmpty() || total.getAsLong() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new MemoryInfo(total.getAsLong(), Math.min(available.getAsLong(), total.getAsLong())));
  }

  private static OptionalLong value(List<String> lines, String name) {
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && matcher.group(1).equals(name)) {
        return OptionalLong.of(Long.parseLong(matcher.group(2)) * 1024);
      }
    }
    return OptionalLong.empty();
  }
}
