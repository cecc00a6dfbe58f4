package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.Texts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and changes the logs of threads. A read takes no lock that a writer holds while it waits for the disk. Thread-safe. */
final class ThreadLogs {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadLogs.class);
  private static final int INDEX_LIMIT = 200_000;

  /** Looks at a thread. {@code items} is null where there is no log; then the index is empty. */
  @FunctionalInterface
  interface Reading<T extends @Nullable Object> {
    T read(ThreadIndex index, @Nullable Items items) throws IOException;
  }

  /** Decides a change. */
  @FunctionalInterface
  interface Change<T extends @Nullable Object> {
    T apply(ThreadTx tx) throws IOException;
  }

  private final Layout layout;
  private final StoreOptions options;
  private final IndexCache cache = new IndexCache(INDEX_LIMIT);
  private final QuestionNames names;

  ThreadLogs(Layout layout, StoreOptions options) {
    this.layout = layout;
    this.options = options;
    this.names = new QuestionNames(layout);
  }

  private void at(StoreOp op, FaultHook.Stage stage) throws IOException {
    options.hook().at(op, stage);
  }

  QuestionNames names() {
    return names;
  }

  <T extends @Nullable Object> T read(ThreadKey thread, Reading<T> reading) {
    try {
      try {
        return readOnce(thread, reading);
      } catch (CorruptCheckpointException e) {
        // A writer may have cut off a torn tail under our eyes. While nobody writes, what is
        // damaged stays damaged.
        cache.drop(thread);
        return mutex(thread).locked(() -> readOnce(thread, reading));
      }
    } catch (IOException e) {
      throw new CheckpointStoreException(
          "cannot read thread " + Texts.shown(thread.threadId()) + " in " + layout.root() + ": "
              + e.getMessage(),
          e);
    }
  }

  private <T extends @Nullable Object> T readOnce(ThreadKey thread, Reading<T> reading)
      throws IOException {
    ThreadIndex index = cache.get(thread);
    try (LogFile file = open(thread, false)) {
      index.lock().lock();
      try {
        index.refresh(file);
        cache.weigh(index, index.weight());
        return reading.read(index, file == null ? null : new Items(file, index.format()));
      } finally {
        index.lock().unlock();
      }
    }
  }

  <T extends @Nullable Object> T change(ThreadKey thread, StoreOp op, Change<T> change) {
    try {
      return mutex(thread).locked(() -> changeLocked(thread, op, change));
    } catch (IOException e) {
      cache.drop(thread);
      throw new CheckpointStoreException(
          "cannot " + op.words() + " thread " + Texts.shown(thread.threadId()) + " in "
              + layout.root() + ": " + e.getMessage()
              + ". Free space or repair the disk; then read the thread's head and go on from there",
          e);
    }
  }

  private <T extends @Nullable Object> T changeLocked(
      ThreadKey thread, StoreOp op, Change<T> change) throws IOException {
    ThreadIndex index = cache.get(thread);
    try (LogFile file = open(thread, true)) {
      ThreadTx tx;
      T result;
      index.lock().lock();
      try {
        index.refresh(file);
        tx = new ThreadTx(
            index,
            file == null ? null : new Items(file, index.format()),
            options.clock().instant());
        result = change.apply(tx);
      } finally {
        index.lock().unlock();
      }
      write(thread, op, tx, file);
      return result;
    }
  }

  private void write(ThreadKey thread, StoreOp op, ThreadTx tx, @Nullable LogFile file)
      throws IOException {
    boolean appends = tx.outcome() == ThreadTx.Outcome.APPEND;
    if (appends && tx.added().isEmpty()) {
      return;
    }
    at(op, FaultHook.Stage.BEFORE);
    names.put(tx.asked());
    if (appends && file != null) {
      append(tx.index(), file, op, tx.added());
      at(op, FaultHook.Stage.AFTER);
      afterwards(tx, file);
      return;
    }
    if (tx.outcome() == ThreadTx.Outcome.REMOVE) {
      Disk.remove(layout.log(thread));
    } else if (tx.outcome() == ThreadTx.Outcome.REWRITE && file != null) {
      replace(thread, file.header().rewritten(), op, out -> rewritten(tx, file, out));
    } else {
      LogHeader header = file == null ? born(thread, tx) : file.header().rewritten();
      replace(thread, header, op, out -> addAll(tx.added(), out));
    }
    at(op, FaultHook.Stage.AFTER);
    try (LogFile fresh = open(thread, true)) {
      afterwards(tx, fresh);
    }
  }

  private static void rewritten(ThreadTx tx, LogFile file, Compactor.Out out) throws IOException {
    compacted(tx.index().thread(), file, item -> out.add(tx.rewriting().apply(item)));
  }

  /** Reads by an index of its own, so that readers go on: one that opened the log before it was replaced may turn the shared index back. */
  private static void compacted(ThreadKey thread, LogFile file, Compactor.Out out)
      throws IOException {
    ThreadIndex own = new ThreadIndex(thread);
    own.refresh(file);
    new Compactor(own, new Items(file, own.format()), out).run();
  }

  private static void addAll(List<Item> items, Compactor.Out out) throws IOException {
    for (Item item : items) {
      out.add(item);
    }
  }

  /** Names a new log by the fence of the lease that is its first item. */
  private static LogHeader born(ThreadKey thread, ThreadTx tx) {
    Lease first = ((Item.Held) tx.added().get(0)).lease();
    return new LogHeader("thread", thread.tenant(), thread.threadId(), first.fence(), 0);
  }

  /** Writes without the lock, so that readers go on; the thread's mutex keeps other writers away. */
  private void append(ThreadIndex index, LogFile file, StoreOp op, List<Item> items)
      throws IOException {
    long end;
    byte[] bytes;
    index.lock().lock();
    try {
      // A reader that opened the log before it was replaced may have turned the index back.
      index.refresh(file);
      end = index.end();
      bytes = Frames.bytes(index.format().frame(items), end, file.header());
    } finally {
      index.lock().unlock();
    }
    file.append(end, bytes, op, options.hook());
  }

  private void replace(
      ThreadKey thread, LogHeader header, StoreOp op, Frames.Content<Compactor.Out> content)
      throws IOException {
    Path log = layout.log(thread);
    Disk.makeDirectory(layout.threads(thread.tenant()));
    Disk.replace(log, file -> {
      Frames frames = new Frames(file, header, new ItemFormat(thread));
      content.writeTo(frames);
      at(op, FaultHook.Stage.MID);
      frames.flush();
      at(op, FaultHook.Stage.WRITTEN);
    });
  }

  /** Keeps index, names and size of the log in order. Nothing here can undo what was written. */
  private void afterwards(ThreadTx tx, @Nullable LogFile file) throws IOException {
    ThreadIndex index = tx.index();
    Collection<QuestionId> gone = new HashSet<>(tx.before());
    long live;
    index.lock().lock();
    try {
      index.refresh(file);
      cache.weigh(index, index.weight());
      gone.removeAll(index.questions().keySet());
      live = index.live();
    } finally {
      index.lock().unlock();
    }
    names.remove(gone);
    if (file != null && file.length() - live > live + options.leastDeadBytes()) {
      compact(index.thread(), file);
    }
  }

  private void compact(ThreadKey thread, LogFile file) {
    try {
      replace(
          thread, file.header().rewritten(), StoreOp.COMPACT, out -> compacted(thread, file, out));
      at(StoreOp.COMPACT, FaultHook.Stage.AFTER);
    } catch (IOException | CheckpointStoreException e) {
      // The log as it is stays good; only its size is not.
      LOG.warn("the log of a thread could not be compacted and goes on growing: {}", e.toString());
    }
  }

  /** Lists the threads of a tenant by the headers of their logs. */
  List<ThreadKey> threads(String tenant) {
    Path dir = layout.threads(tenant);
    List<ThreadKey> threads = new ArrayList<>();
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(dir, "*.log")) {
      for (Path log : logs) {
        try (LogFile file = LogFile.open(log, false, "a thread of tenant " + Texts.shown(tenant))) {
          if (file != null) {
            threads.add(named(file, log));
          }
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new CheckpointStoreException(
          "cannot list the threads of tenant " + Texts.shown(tenant) + " in " + dir + ": "
              + e.getMessage(),
          e);
    }
    return threads;
  }

  /** Returns the thread a log is of, or null if the log is gone. */
  @Nullable
  ThreadKey thread(Path log) {
    try (LogFile file = LogFile.open(log, false, "a thread")) {
      return file == null ? null : named(file, log);
    } catch (IOException e) {
      throw new CheckpointStoreException("cannot read " + log + ": " + e.getMessage(), e);
    }
  }

  /** Returns the thread a log is of. A log under another thread's name is a copy somebody made, or worse. */
  private ThreadKey named(LogFile file, Path log) {
    ThreadKey thread = new ThreadKey(file.header().tenant(), file.header().id());
    if (!layout.log(thread).equals(log)) {
      throw file.corrupt("its name is that of another thread's log", null);
    }
    return thread;
  }

  private @Nullable LogFile open(ThreadKey thread, boolean write) throws IOException {
    return LogFile.open(
        layout.log(thread),
        write,
        "thread " + Texts.shown(thread.threadId()) + " of tenant " + Texts.shown(thread.tenant()));
  }

  private FileMutex mutex(ThreadKey thread) {
    Path lock = layout.lock("thread", SafeName.of(thread.tenant() + thread.threadId()));
    return new FileMutex(lock, FileMutex.Level.OUTER, options.patience());
  }
}
