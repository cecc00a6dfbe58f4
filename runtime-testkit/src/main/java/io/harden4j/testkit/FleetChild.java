package io.harden4j.testkit;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.run.AgentRuntime;
import io.harden4j.testkit.kill.FaultPoints;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Main class of a child JVM: a worker that goes on until its parent closes the pipe. */
final class FleetChild {
  /** Runs that one worker has at work at once. */
  static final int CONCURRENCY = 4;

  private FleetChild() {}

  /** Takes the opener's class name and the directory. */
  public static void main(String[] args) throws ReflectiveOperationException, IOException {
    StoreOpener opener = Class.forName(args[0])
        .asSubclass(StoreOpener.class)
        .getDeclaredConstructor()
        .newInstance();
    Path directory = Path.of(args[1]);
    try (CheckpointStore store =
            opener.open(directory.resolve("store"), InstantSource.system(), FaultPoints.NONE);
        AgentRuntime runtime = new FleetWorkload(CrashChild.world(directory)).runtime(store)) {
      runtime.worker().concurrency(CONCURRENCY).poll(Duration.ofMillis(100)).start();
      System.out.println("working");
      System.out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
