package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.internal.FrameWriter;
import io.harden4j.checkpoint.internal.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps counters, flags and spent grants in files of one directory, one log for each tenant. On the directory of a {@link FileCheckpointStore}, which
 * is a control store itself, both see the same values, in all processes; the same limits hold as there.
 *
 * <p><b>Durability.</b> Every change is forced to the disk before the method returns: some hundred changes a second on a laptop's disk.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use, also by several processes; each operation is atomic.
 */
public final class FileControlStore implements ControlStore {
  private static final int TENANTS_KEPT = 64;

  /** Looks at a tenant's values, or decides what to write: null for nothing. */
  @FunctionalInterface
  private interface Look<T extends @Nullable Object> {
    T at(ControlIndex index);
  }

  private final Layout layout;
  private final FaultHook hook;
  private final Map<String, ControlIndex> indexes = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, ControlIndex> eldest) {
      return size() > TENANTS_KEPT;
    }
  };

  FileControlStore(Path dir, FaultHook hook) throws IOException {
    this.layout = new Layout(dir.toAbsolutePath().normalize());
    this.hook = hook;
    Disk.makeDirectory(layout.locks());
    Disk.makeDirectory(layout.root().resolve("control"));
  }

  /**
   * Opens the store in a directory; makes it, readable by its owner only, where it is missing.
   *
   * @throws CheckpointStoreException if the directory cannot be made
   */
  public static FileControlStore open(Path dir) {
    try {
      return new FileControlStore(dir, FaultHook.NONE);
    } catch (IOException e) {
      throw new CheckpointStoreException(
          "cannot open a control store in " + dir + ": " + e
              + ". Name a directory that can be written",
          e);
    }
  }

  @Override
  public boolean reserve(String tenant, String counter, long amount, long limit) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount is " + amount + "; reserve 0 or more");
    }
    return change(tenant, index -> {
      long value = index.counter(counter);
      return value > limit - amount
          ? null
          : ControlIndex.counter(new FrameWriter(), counter, value + amount);
    });
  }

  @Override
  public void settle(String tenant, String counter, long reserved, long actual) {
    change(tenant, index -> {
      long value = Math.max(0, index.counter(counter) + actual - reserved);
      return value == index.counter(counter)
          ? null
          : ControlIndex.counter(new FrameWriter(), counter, value);
    });
  }

  @Override
  public long counter(String tenant, String counter) {
    return read(tenant, index -> index.counter(counter));
  }

  @Override
  public Optional<Flag> flag(String tenant, String name) {
    return read(tenant, index -> Optional.ofNullable(index.flags().get(name)));
  }

  @Override
  public boolean setFlag(String tenant, String name, String value, long expectedVersion) {
    return change(tenant, index -> {
      Flag there = index.flags().get(name);
      long version = there == null ? 0 : there.version();
      return version == expectedVersion
          ? ControlIndex.flag(new FrameWriter(), new Flag(name, value, version + 1))
          : null;
    });
  }

  @Override
  public List<Flag> flags(String tenant, String prefix) {
    return read(
        tenant,
        index -> index.flags().tailMap(prefix, true).values().stream()
            .takeWhile(f -> f.name().startsWith(prefix))
            .toList());
  }

  @Override
  public boolean spend(String tenant, String grantId) {
    return change(
        tenant,
        index -> index.isSpent(grantId) ? null : ControlIndex.spent(new FrameWriter(), grantId));
  }

  private <T> T read(String tenant, Look<T> look) {
    try {
      try {
        return readOnce(tenant, look);
      } catch (CorruptCheckpointException e) {
        // As with threads: a writer may have cut off a torn tail under our eyes.
        return mutex(tenant).locked(() -> readOnce(tenant, look));
      }
    } catch (IOException e) {
      throw failed("read", tenant, e);
    }
  }

  private <T> T readOnce(String tenant, Look<T> look) throws IOException {
    ControlIndex index = index(tenant);
    index.lock().lock();
    try (LogFile file = open(tenant, false)) {
      index.refresh(file);
      return look.at(index);
    } finally {
      index.lock().unlock();
    }
  }

  private @Nullable LogFile open(String tenant, boolean write) throws IOException {
    String whose = "the control values of tenant " + Texts.shown(tenant);
    return LogFile.open(layout.control(tenant), write, whose);
  }

  private FileMutex mutex(String tenant) {
    Path lock = layout.lock("control", SafeName.of(tenant));
    return new FileMutex(lock, FileMutex.Level.OUTER, StoreOptions.DEFAULT.patience());
  }

  /** Returns whether there was something to write. */
  private boolean change(String tenant, Look<@Nullable FrameWriter> look) {
    ControlIndex index = index(tenant);
    try {
      return mutex(tenant).locked(() -> {
        index.lock().lock();
        try (LogFile file = open(tenant, true)) {
          index.refresh(file);
          FrameWriter frame = look.at(index);
          if (frame != null) {
            write(index, file, frame);
          }
          return frame != null;
        } finally {
          index.lock().unlock();
        }
      });
    } catch (IOException e) {
      throw failed("change", tenant, e);
    }
  }

  private void write(ControlIndex index, @Nullable LogFile file, FrameWriter frame)
      throws IOException {
    hook.at(StoreOp.CONTROL, FaultHook.Stage.BEFORE);
    if (file == null) {
      replace(index, new LogHeader("control", index.tenant(), "", 0, 0), frame);
    } else {
      byte[] bytes = Frames.bytes(frame, index.end(), file.header());
      file.append(index.end(), bytes, StoreOp.CONTROL, hook);
      index.refresh(file);
      if (file.length() > 2 * index.live() + StoreOptions.DEFAULT.leastDeadBytes()) {
        replace(index, file.header().rewritten(), index.everything());
      }
    }
    hook.at(StoreOp.CONTROL, FaultHook.Stage.AFTER);
  }

  private void replace(ControlIndex index, LogHeader header, FrameWriter content)
      throws IOException {
    Disk.replace(layout.control(index.tenant()), file -> {
      byte[] head = header.encoded();
      file.write(head);
      file.write(Frames.bytes(content, head.length, header));
    });
  }

  private ControlIndex index(String tenant) {
    synchronized (indexes) {
      return indexes.computeIfAbsent(tenant, ControlIndex::new);
    }
  }

  private CheckpointStoreException failed(String what, String tenant, IOException e) {
    return new CheckpointStoreException(
        "cannot " + what + " the control values of tenant " + Texts.shown(tenant) + " in "
            + layout.root() + ": " + e.getMessage()
            + ". Free space or repair the disk, and try again",
        e);
  }
}
