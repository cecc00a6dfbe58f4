package io.harden4j.run;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.TaskRecord;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer behind the loop, in strict order: what is written is always a beginning of what happened. Inputs, and intents and outcomes of consequential
 * effects, are waited for. A failure of the writer ends it; each later call raises it.
 */
final class AsyncLog implements StepLog {
  private static final Logger LOG = LoggerFactory.getLogger(AsyncLog.class);

  /** Records that may wait for the writer; then the loop waits. */
  static final int MOST = 64;

  private final SyncLog direct;
  private final Consumer<Runnable> starter;
  private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(MOST);
  private boolean started;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  /** @param starter starts the writer on a thread of its own */
  AsyncLog(SyncLog direct, Consumer<Runnable> starter) {
    this.direct = direct;
    this.starter = starter;
  }

  @Override
  public EffectRecord begin(EffectRecord intent, @Nullable QuestionId spends) {
    return await(() -> direct.begin(intent, spends));
  }

  @Override
  public void end(EffectRecord outcome) {
    if (outcome.consequential()) {
      await(() -> {
        direct.end(outcome);
        return true;
      });
    } else {
      enqueue(() -> direct.end(outcome));
    }
  }

  @Override
  public void putTask(TaskRecord record) {
    enqueue(() -> direct.putTask(record));
  }

  @Override
  public void commit(Step step) {
    boolean waits = switch (step.cause()) {
      case STEP, STOP -> false;
      default -> true; // nothing runs before its input is durable
    };
    if (waits && !started()) {
      direct.commit(step);
      return;
    }
    enqueue(() -> direct.commit(step));
    if (waits) {
      flush();
    }
  }

  @Override
  public void flush() {
    if (started()) {
      await(() -> true);
    }
  }

  @Override
  public void close() {
    closed = true;
    if (started()) {
      queue.clear();
      put(() -> {});
    }
  }

  @Override
  public CheckpointRef head() {
    return direct.head();
  }

  @Override
  public Lease lease() {
    return direct.lease();
  }

  @Override
  public void renewed(Lease newer) {
    direct.renewed(newer);
  }

  private synchronized boolean started() {
    return started;
  }

  private void enqueue(Runnable write) {
    raise();
    synchronized (this) {
      if (!started) {
        started = true;
        starter.accept(this::writeAll);
      }
    }
    put(write);
  }

  /** Waits for its turn and its end: in a store's call, an interrupt waits, too. With nothing before it, it needs no writer. */
  private <T> T await(Supplier<T> write) {
    raise();
    if (!started()) {
      return write.get();
    }
    Waited<T> waited = new Waited<>(write);
    enqueue(waited);
    return waited.get();
  }

  private void put(Runnable write) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          queue.put(write);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void writeAll() {
    while (!closed) {
      Runnable write = next();
      try {
        if (failure == null) {
          write.run();
        } else if (write instanceof Waited<?> waited) {
          waited.give(failure);
        }
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }
  }

  /** Takes the next one. The runtime's threads are stopped after its runs have ended: until they have, an interrupt means nothing. */
  private Runnable next() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        LOG.debug("the writer of thread '{}' goes on", lease().thread().threadId(), e);
      }
    }
  }

  private void raise() {
    Throwable why = failure;
    if (why instanceof RuntimeException e) {
      throw e;
    } else if (why instanceof Error e) {
      throw e;
    }
  }

  /** A write that somebody waits for. */
  private static final class Waited<T> implements Runnable {
    private final Supplier<T> write;
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable T result;
    private volatile @Nullable Throwable error;

    Waited(Supplier<T> write) {
      this.write = write;
    }

    @Override
    public void run() {
      try {
        result = write.get();
      } catch (RuntimeException | Error e) {
        error = e;
        throw e;
      } finally {
        done.countDown();
      }
    }

    void give(Throwable why) {
      error = why;
      done.countDown();
    }

    T get() {
      boolean interrupted = false;
      while (true) {
        try {
          done.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Throwable why = error;
      if (why instanceof RuntimeException e) {
        throw e;
      } else if (why instanceof Error e) {
        throw e;
      }
      return java.util.Objects.requireNonNull(result);
    }
  }
}
