package io.harden4j.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until a test moves it. One made with {@link #in(Path)} keeps its time in a file, so that child JVMs see each
 * move; hand them the path in the system property {@value #PROPERTY}.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use; of several processes, one moves the clock and all read it.
 */
public final class MutableClock implements InstantSource {
  /** System property that names the file of a shared clock. */
  public static final String PROPERTY = "harden4j.clock";

  /** Where a clock starts if the test does not care. */
  public static final Instant START = Instant.parse("2026-01-15T09:00:00Z");

  private final AtomicReference<Instant> now;
  private final @Nullable Path file;

  private MutableClock(Instant start, @Nullable Path file) {
    this.now = new AtomicReference<>(start);
    this.file = file;
  }

  /** Returns a clock of this process that starts at {@link #START}. */
  public static MutableClock create() {
    return at(START);
  }

  /** Returns a clock of this process. */
  public static MutableClock at(Instant start) {
    return new MutableClock(start, null);
  }

  /** Returns the clock kept in a file; a file that does not exist is created at {@link #START}. */
  public static MutableClock in(Path file) {
    MutableClock clock = new MutableClock(START, file);
    if (!Files.exists(file)) {
      clock.set(START);
    }
    return clock;
  }

  /** Returns the clock that the system property names, or the system's where it names none: for the main class of a child JVM. */
  public static InstantSource ofChild() {
    String path = System.getProperty(PROPERTY);
    return path == null ? InstantSource.system() : in(Path.of(path));
  }

  @Override
  public Instant instant() {
    return file == null ? now.get() : read(file);
  }

  /** Moves the clock forward, or back by a negative duration. */
  public synchronized void advance(Duration by) {
    set(instant().plus(by));
  }

  /** Sets the clock. */
  public synchronized void set(Instant to) {
    now.set(to);
    if (file != null) {
      write(file, to);
    }
  }

  private static Instant read(Path file) {
    try {
      return Instant.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the clock's file " + file, e);
    }
  }

  private static void write(Path file, Instant now) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, now.toString());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the clock's file " + file, e);
    }
  }
}
