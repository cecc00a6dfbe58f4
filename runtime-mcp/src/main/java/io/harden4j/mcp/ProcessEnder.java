package io.harden4j.mcp;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends a process and everything it started: wait, ask, kill. A launcher starts a child, and killing the launcher alone can leave the server, so descendants
 * are remembered while they can still be found.
 */
final class ProcessEnder {
  private final Process process;
  private final Duration grace;
  private final Set<ProcessHandle> family = new LinkedHashSet<>();

  ProcessEnder(Process process, Duration grace) {
    this.process = process;
    this.grace = grace;
    family.add(process.toHandle());
  }

  /** Remembers the descendants there are now. Once the process has died they cannot be found any more. */
  synchronized void rememberDescendants() {
    process.descendants().forEach(family::add);
  }

  /** Ends all of them; its input has been closed before. Returns after three times the grace at most. */
  void end() {
    rememberDescendants();
    if (gone(grace)) {
      return;
    }
    members().forEach(ProcessHandle::destroy);
    if (gone(grace)) {
      return;
    }
    rememberDescendants();
    members().forEach(ProcessHandle::destroyForcibly);
    gone(grace);
  }

  private synchronized Set<ProcessHandle> members() {
    return Set.copyOf(family);
  }

  /** A process that leaves on its own takes its time; what it leaves behind does not get any. */
  private boolean gone(Duration time) {
    CompletableFuture<?>[] exits =
        members().stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(exits).get(time.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return members().stream().noneMatch(ProcessHandle::isAlive);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      members().forEach(ProcessHandle::destroyForcibly);
      return true;
    }
  }
}
