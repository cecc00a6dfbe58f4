package io.harden4j.testkit.kill;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that runs a main class on this JVM's class path and talks line by line over its pipes. {@link #kill()} is a real SIGKILL: no
 * shutdown hook, no flush, no finally. Closing it kills it. For one thread at a time.
 */
public final class ChildJvm implements AutoCloseable {
  private static final String END = "\u0001end";

  private final Process process;
  private final BufferedWriter toChild;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Path errors;

  private ChildJvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.toChild = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::readAll, "output of child " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts {@code main} with system properties and arguments, with a small heap and the quick compiler. */
  public static ChildJvm start(
      Class<?> main, Map<String, String> systemProperties, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(
        "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8"));
    systemProperties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(arguments);
    try {
      Path errors = Files.createTempFile("child-jvm", ".err");
      errors.toFile().deleteOnExit();
      return new ChildJvm(
          new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a child JVM: " + command.get(0), e);
    }
  }

  /** The class path of the tests: surefire starts the JVM with a jar that only points to it and names the real one here. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Sends a line to the child's standard input. */
  public void send(String line) {
    try {
      toChild.write(line);
      toChild.newLine();
      toChild.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the child is gone; it wrote: " + errors(), e);
    }
  }

  /**
   * Waits for the next line of the child's standard output.
   *
   * @return the line, or empty if the child has ended its output
   * @throws IllegalStateException if nothing comes in time
   */
  public Optional<String> readLine(Duration timeout) {
    try {
      String line = lines.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw new IllegalStateException(
            "the child said nothing for " + timeout + "; its errors: " + errors());
      }
      if (line.equals(END)) {
        lines.add(END);
        return Optional.empty();
      }
      return Optional.of(line);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the child", e);
    }
  }

  /** Kills the child with SIGKILL and returns its exit code. */
  public int kill() {
    process.destroyForcibly();
    return awaitExit(Duration.ofSeconds(30));
  }

  /** Waits for the child's end and returns its exit code. @throws IllegalStateException if it does not end in time */
  public int awaitExit(Duration timeout) {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "the child runs on after " + timeout + "; its errors: " + errors());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the child's end", e);
    }
  }

  /** Returns the process id. */
  public long pid() {
    return process.pid();
  }

  /** Returns what the child wrote to its standard error so far. */
  public String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return "(cannot be read: " + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    kill();
    try {
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + errors, e);
    }
  }

  private void readAll() {
    try (BufferedReader in = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("(output broke off: " + e.getMessage() + ")");
    }
    lines.add(END);
  }
}
