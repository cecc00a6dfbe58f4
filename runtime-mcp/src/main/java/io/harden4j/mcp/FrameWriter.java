package io.harden4j.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes newline-delimited messages, one at a time: no message is ever torn by another, and no caller waits for a full pipe. A sender writes itself as long as
 * the pipe is known to have room, which saves two switches of threads; what could block is left to a thread of its own.
 *
 * <p>An answer proves that the server has read everything up to the request, so what is not read yet is at most what was written since. Thread-safe.
 */
final class FrameWriter implements Runnable {
  private static final int CAPACITY = 1024;
  /** What every pipe holds: the smallest one of Linux (one page), of macOS, and the one that Java asks for on Windows (4,096 + 24). */
  static final int ROOM = 4096;

  private static final int AT_ONCE = 32;

  private final OutputStream out;
  private final Consumer<String> onFailure;
  private final Object lock = new Object();
  private final Queue<OutgoingFrame> queue = new ArrayDeque<>();
  private boolean writing;
  private boolean ended;
  private long written;
  private volatile long read;

  FrameWriter(OutputStream out, Consumer<String> onFailure) {
    this.out = out;
    this.onFailure = onFailure;
  }

  /** Writes a message or queues it; if the server has not read the last {@value #CAPACITY} ones, it is withdrawn. */
  void send(OutgoingFrame frame) {
    for (byte b : frame.bytes()) {
      if (b == '\n') {
        throw new IllegalArgumentException("a message holds a newline, which would end it early");
      }
    }
    synchronized (lock) {
      if (queue.size() >= CAPACITY) {
        frame.withdraw();
        return;
      }
      if (ended) {
        return; // never claimed: it is known not to have been sent
      }
      queue.add(frame);
      if (writing) {
        return; // who writes takes it along
      }
      if (!hasRoom(frame)) {
        lock.notifyAll();
        return;
      }
      writing = true;
    }
    write(false);
  }

  /** The server has answered this request, so it has read it. */
  void answered(OutgoingFrame request) {
    long end = request.end();
    if (end > read) {
      read = end; // should two readers race, the lesser one only leaves more to the other thread
    }
  }

  /** Closes the stream after what is queued, or at once if the queue is full. */
  void end() {
    synchronized (lock) {
      if (queue.size() >= CAPACITY) {
        queue.clear();
      }
      ended = true;
      lock.notifyAll();
    }
  }

  @Override
  public void run() {
    try (out) {
      while (awaitWork()) {
        write(true);
      }
    } catch (IOException e) {
      failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns false when there will be no more. */
  private boolean awaitWork() throws InterruptedException {
    synchronized (lock) {
      while (writing || (queue.isEmpty() && !ended)) {
        lock.wait();
      }
      writing = !queue.isEmpty();
      return writing;
    }
  }

  /** Writes what is queued: all of it, or only what cannot block, and not for ever on behalf of others. */
  private void write(boolean mayBlock) {
    try {
      int left = mayBlock ? Integer.MAX_VALUE : AT_ONCE;
      for (OutgoingFrame frame = next(mayBlock, left);
          frame != null;
          frame = next(mayBlock, left)) {
        left--;
        if (frame.claim()) {
          out.write(frame.bytes());
          out.write('\n');
        }
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Returns the next message, or null after all that was written is flushed and the pen put down. */
  private @Nullable OutgoingFrame next(boolean mayBlock, int left) throws IOException {
    OutgoingFrame next = take(mayBlock, left, false);
    if (next != null) {
      return next;
    }
    out.flush();
    return take(mayBlock, left, true);
  }

  private @Nullable OutgoingFrame take(boolean mayBlock, int left, boolean flushed) {
    synchronized (lock) {
      OutgoingFrame next = queue.peek();
      if (next != null && left > 0 && (mayBlock || hasRoom(next))) {
        queue.remove();
        written += next.bytes().length + 1;
        next.endsAt(written);
        return next;
      }
      if (flushed) {
        writing = false;
        if (next != null || ended) {
          lock.notifyAll();
        }
      }
      return null;
    }
  }

  private boolean hasRoom(OutgoingFrame frame) {
    return written - read + frame.bytes().length < ROOM;
  }

  private void failed(IOException e) {
    synchronized (lock) {
      queue.clear();
      ended = true;
      writing = false;
      lock.notifyAll();
    }
    onFailure.accept("it does not take input any more (" + e.getMessage() + ")");
  }
}
