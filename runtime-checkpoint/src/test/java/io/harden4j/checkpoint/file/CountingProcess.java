package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.StaleHeadException;
import io.harden4j.checkpoint.StoredState;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Main class of a second process on a store: {@code DIRECTORY hold | answer | count ROUNDS}. */
public final class CountingProcess {
  private static final int LEAST = 20;

  private CountingProcess() {}

  /** Does what the arguments say, with a line for each thing done. */
  public static void main(String[] args) throws InterruptedException {
    CheckpointStore store = FileCheckpointStore.open(Path.of(args[0]));
    switch (args[1]) {
      case "hold" -> hold(store);
      case "answer" -> answer(store);
      default -> {
        say("counting");
        say("" + count(store, "child", Integer.parseInt(args[2])));
      }
    }
  }

  private static void hold(CheckpointStore store) throws InterruptedException {
    Threads.commit(store, Threads.acquire(store, Threads.THREAD), "of the child");
    say("holding");
    new CountDownLatch(1).await();
  }

  private static void answer(CheckpointStore store) {
    for (Question q : store.open(InboxQuery.tenant("acme")).items()) {
      say(store.answer(q.id(), q.revision(), Threads.payload("yes"), "child").name());
    }
  }

  /** Counts up by one under a lease, until there are {@code rounds} and a few are its own; returns how many those are. */
  static int count(CheckpointStore store, String name, int rounds) {
    int counted = 0;
    while (true) {
      Optional<Lease> lease = store.acquire(Threads.THREAD, Threads.owner(name), Threads.TTL);
      if (lease.isEmpty()) {
        Thread.onSpinWait();
        continue;
      }
      Optional<StoredState> head = store.head(Threads.THREAD, CheckpointRef.MAIN);
      int value = head.map(h -> Integer.parseInt(Threads.value(h))).orElse(0);
      if (value >= rounds && counted >= LEAST) {
        store.release(lease.get());
        return counted;
      }
      CheckpointRef expected = head.map(h -> h.checkpoint().ref())
          .orElse(CheckpointRef.none(Threads.THREAD, CheckpointRef.MAIN));
      counted += commit(store, lease.get(), expected, value + 1);
      store.release(lease.get());
    }
  }

  private static int commit(CheckpointStore store, Lease lease, CheckpointRef expected, int value) {
    try {
      store.commit(lease, expected, Threads.step(expected, "" + value));
      return 1;
    } catch (StaleHeadException e) {
      return 0;
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
