package io.harden4j.checkpoint.crash;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.kill.FaultPoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** Main class of a child: runs the graph in a directory until it is done or killed. */
public final class CrashedProcess {
  private CrashedProcess() {}

  /** Takes the name of the store's opener and the directory. */
  public static void main(String[] args) {
    Path directory = Path.of(args[1]);
    FaultPoints faults = FaultPoints.ofChild();
    StoreOpener opener = opener(args[0]);
    CheckpointStore store = announced(opener, directory, faults);
    CheckpointStore other = announced(opener, directory, faults);
    new CrashedGraph(faults, world(directory)).finish(store, other);
    say("completed");
  }

  private static CheckpointStore announced(StoreOpener opener, Path directory, FaultPoints faults) {
    return new AnnouncingStore(
        opener.open(store(directory), InstantSource.system(), faults), faults, CrashedProcess::say);
  }

  static StoreOpener opener(String name) {
    try {
      return Class.forName(name)
          .asSubclass(StoreOpener.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  static Path store(Path directory) {
    return directory.resolve("store");
  }

  /** Returns the outside world: one line for each thing done, kept whatever happens to the process. */
  static Consumer<String> world(Path directory) {
    return line -> {
      try {
        Files.writeString(
            directory.resolve("world.txt"),
            line + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** Returns what the world has seen. */
  static List<String> seen(Path directory) {
    Path file = directory.resolve("world.txt");
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
