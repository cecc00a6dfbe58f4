package io.harden4j.testkit;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Owner;
import io.harden4j.testkit.kill.FaultPoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/** Main class of a child JVM: runs the workload on a store that an opener opens, until it is done or killed. */
final class CrashChild {
  private CrashChild() {}

  /** Takes the opener's class name and the directory. */
  public static void main(String[] args) throws ReflectiveOperationException {
    StoreOpener opener = Class.forName(args[0])
        .asSubclass(StoreOpener.class)
        .getDeclaredConstructor()
        .newInstance();
    Path directory = Path.of(args[1]);
    FaultPoints faults = FaultPoints.ofChild();
    try (CheckpointStore store =
        opener.open(directory.resolve("store"), MutableClock.ofChild(), faults)) {
      new CrashWorkload(store, faults, world(directory), CrashChild::say)
          .run(Owner.thisProcess("child"));
    }
  }

  /** Returns the outside world: one line a call, kept whatever happens to the process. */
  static Consumer<String> world(Path directory) {
    return key -> {
      try {
        Files.writeString(
            directory.resolve("world.txt"),
            key + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** Returns the calls the outside world has seen. */
  static List<String> calls(Path directory) {
    Path file = directory.resolve("world.txt");
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(String promise) {
    System.out.println(promise);
    System.out.flush();
  }
}
