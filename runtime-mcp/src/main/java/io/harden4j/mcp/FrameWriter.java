package io.harden4j.mcp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** Writes newline-delimited messages, one at a time, on its own thread: no message is ever torn by another, and no caller waits for a full pipe. */
final class FrameWriter implements Runnable {
  private static final int CAPACITY = 1024;
  private static final OutgoingFrame END = new OutgoingFrame(new byte[0]);

  private final OutputStream out;
  private final Consumer<String> onFailure;
  private final BlockingQueue<OutgoingFrame> queue = new ArrayBlockingQueue<>(CAPACITY);

  FrameWriter(OutputStream out, Consumer<String> onFailure) {
    this.out = out;
    this.onFailure = onFailure;
  }

  /** Queues a message; if the server has not read the last {@value #CAPACITY} ones, it is withdrawn. */
  void send(OutgoingFrame frame) {
    for (byte b : frame.bytes()) {
      if (b == '\n') {
        throw new IllegalArgumentException("a message holds a newline, which would end it early");
      }
    }
    if (!queue.offer(frame)) {
      frame.withdraw();
    }
  }

  /** Closes the stream after what is queued, or at once if the queue is full. */
  void end() {
    while (!queue.offer(END)) {
      queue.clear();
    }
  }

  @Override
  public void run() {
    try (out) {
      for (OutgoingFrame frame = next(); frame != END; frame = next()) {
        if (frame.claim()) {
          out.write(frame.bytes());
          out.write('\n');
        }
      }
    } catch (IOException e) {
      onFailure.accept("it does not take input any more (" + e.getMessage() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private OutgoingFrame next() throws IOException, InterruptedException {
    OutgoingFrame ready = queue.poll();
    if (ready != null) {
      return ready;
    }
    out.flush();
    return queue.take();
  }
}
