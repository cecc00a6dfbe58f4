package io.harden4j.checkpoint.crash;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Owner;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.ThreadBusyException;
import io.harden4j.testkit.kill.FaultPoints;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** Main class of a long-lived process that resumes the thread, or takes it and keeps it, whenever a line tells it to. */
public final class RacingProcess {
  private RacingProcess() {}

  /** Takes the name of the store's opener and the directory; reads {@code resume}, {@code hold} or the end of its input. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[1]);
    AtomicInteger done = new AtomicInteger();
    try (CheckpointStore store = CrashedProcess.opener(args[0])
            .open(CrashedProcess.store(directory), InstantSource.system(), FaultPoints.NONE);
        AgentRuntime runtime = new RacedGraph(done::incrementAndGet).runtime(store);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      say("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("hold")) {
          boolean isMine = store
              .acquire(RacedGraph.THREAD, Owner.thisProcess("holder"), Duration.ofMinutes(5))
              .isPresent();
          say(isMine ? "holding" : "busy");
        } else {
          int before = done.get();
          String how = resume(runtime);
          say(how + " " + (done.get() - before));
        }
      }
    }
  }

  private static String resume(AgentRuntime runtime) {
    try {
      return runtime
          .resume(RunOptions.thread(RacedGraph.THREAD.threadId()))
          .getClass()
          .getSimpleName();
    } catch (ThreadBusyException e) {
      return "busy";
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
