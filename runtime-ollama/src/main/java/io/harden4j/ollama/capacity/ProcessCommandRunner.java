package io.harden4j.ollama.capacity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a program for at most five seconds and reads at most 64 kB of its output. */
final class ProcessCommandRunner implements CommandRunner {
  private static final int SECONDS = 5;
  private static final int LIMIT = 64 * 1024;

  @Override
  public Optional<List<String>> run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      try {
        process.getOutputStream().close();
        return output(process);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException noSuchProgram) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<List<String>> output(Process process)
      throws IOException, InterruptedException {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      return Optional.empty();
    }
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readNBytes(LIMIT), StandardCharsets.UTF_8);
      return Optional.of(text.lines().toList());
    }
  }
}
