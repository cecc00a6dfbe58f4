package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.Claim;
import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.PruneResult;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RekeyStore;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.WatchStore;
import io.harden4j.checkpoint.WorkQuery;
import io.harden4j.checkpoint.WorkStore;
import io.harden4j.checkpoint.internal.Position;
import io.harden4j.checkpoint.internal.Texts;
import io.harden4j.checkpoint.internal.Watches;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps checkpoints in files of one directory: for a laptop, a single server, or several processes on one machine that share the
 * directory. Each thread is an append-only log. A network file system is not supported: its locks and its {@code fsync} promise less.
 *
 * <p><b>Durability.</b> Every change is one record with a checksum, forced to the disk before the method returns. After a crash a record is
 * there or it is not; an unfinished one at the end is ignored and cut off by the next writer. Damage anywhere else is a
 * {@link io.harden4j.checkpoint.CorruptCheckpointException}, a newer format a {@link io.harden4j.checkpoint.NewerFormatException}.
 *
 * <p><b>Processes.</b> Writers take the operating system's lock of the thread's log for the one append; reads and listings take none. A
 * question can be answered from any process while another one runs the thread, and who watches hears of it: it looks at a file of notices ten times a second. A full disk is a {@link CheckpointStoreException}; the log
 * stays as it was.
 *
 * <p><b>Cost.</b> A change forces the disk once (acquiring a thread and opening a question two or three times). The log is rewritten when more than half of it is of
 * no use any more. Listings over a tenant look at every thread of it. A claim of work looks at the attributes of each thread's file, and reads the
 * end of those that changed since this store last looked; an index of heads in memory, one small entry for each thread, says the rest.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use; interrupting a thread does no harm.
 */
public final class FileCheckpointStore
    implements CheckpointStore, ControlStore, RekeyStore, WorkStore, WatchStore {
  private static final int NOTICE_BYTES = 64 * 1024;

  private final ThreadLogs logs;
  private final Leases leases;
  private final InstantSource clock;
  private final WorkScan scan;
  private final Inbox inbox;
  private final FileControlStore control;
  private final NoticeFile notices;
  private final Watches<Optional<QuestionId>> watches;

  private FileCheckpointStore(Builder options) throws IOException {
    Layout layout = new Layout(options.dir.toAbsolutePath().normalize());
    Disk.makeDirectory(layout.locks());
    StoreOptions given = options.options;
    this.clock = given.clock();
    this.logs = new ThreadLogs(layout, given);
    this.scan = new WorkScan(layout, logs);
    this.inbox = new Inbox(logs);
    FileMutex fenceLock =
        new FileMutex(layout.fenceLock(), FileMutex.Level.INNER, given.patience());
    this.leases = new Leases(new FenceCounter(layout, fenceLock));
    this.control = new FileControlStore(layout.root(), given.hook());
    FileMutex noticeLock =
        new FileMutex(layout.noticeLock(), FileMutex.Level.INNER, given.patience());
    this.notices = new NoticeFile(layout.notices(), noticeLock, NOTICE_BYTES);
    this.watches = new Watches<>(() -> FileNotices.open(notices), Optional.empty());
  }

  ThreadLogs logs() {
    return logs;
  }

  /** Opens the store in a directory on the system's clock; makes it, readable by its owner only, where it is missing. */
  public static FileCheckpointStore open(Path dir) {
    return builder(dir).open();
  }

  /** Returns the options of a store in a directory. */
  public static Builder builder(Path dir) {
    return new Builder(dir);
  }

  /** Options of a store. Not thread-safe. */
  public static final class Builder {
    private final Path dir;
    private StoreOptions options = StoreOptions.DEFAULT;

    private Builder(Path dir) {
      this.dir = dir;
    }

    /** Sets the clock by which leases and questions end; default: the system's. All processes of a directory need the same time. */
    public Builder clock(InstantSource newClock) {
      options = options.withClock(newClock);
      return this;
    }

    /** Sets how long a write waits for another process that is appending to the same log; default: 30 seconds. */
    public Builder patience(Duration newPatience) {
      options = options.withPatience(newPatience);
      return this;
    }

    Builder hook(FaultHook newHook) {
      options = options.withHook(newHook);
      return this;
    }

    Builder leastDeadBytes(long newLeast) {
      options = options.withLeastDeadBytes(newLeast);
      return this;
    }

    /**
     * Opens the store.
     *
     * @throws CheckpointStoreException if the directory cannot be made
     */
    public FileCheckpointStore open() {
      try {
        return new FileCheckpointStore(this);
      } catch (IOException e) {
        throw new CheckpointStoreException(
            "cannot open a checkpoint store in " + dir + ": " + e
                + ". Name a directory that can be written",
            e);
      }
    }
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public Optional<Lease> acquire(ThreadKey thread, Owner owner, Duration ttl) {
    boolean taken =
        logs.read(thread, (index, items) -> Leases.isTaken(index, owner, clock.instant()));
    return taken
        ? Optional.empty()
        : logs.change(thread, StoreOp.LEASE, tx -> leases.acquire(tx, owner, ttl));
  }

  @Override
  public Optional<Lease> holder(ThreadKey thread) {
    return logs.read(
        thread, (index, items) -> Optional.ofNullable(Leases.inForce(index, clock.instant())));
  }

  @Override
  public Optional<Lease> renew(Lease lease, Duration ttl) {
    return logs.change(lease.thread(), StoreOp.LEASE, tx -> Leases.renew(tx, lease, ttl));
  }

  @Override
  public void release(Lease lease) {
    boolean free = logs.change(
        lease.thread(),
        StoreOp.RELEASE,
        tx -> Leases.release(tx, lease) && Waits.isRunning(tx.index()));
    if (free) {
      notices.add(null);
    }
  }

  @Override
  public List<Claim> claim(Owner owner, Duration ttl, WorkQuery query) {
    return query.inTurn(
        scan.find(query, clock.instant()),
        work -> logs.change(
            work.thread(),
            StoreOp.LEASE,
            tx -> leases.claim(tx, work.branch(), owner, ttl, query)));
  }

  @Override
  public Optional<StoredState> head(ThreadKey thread, String branch) {
    return logs.read(thread, (index, items) -> state(index, items, index.heads().get(branch)));
  }

  @Override
  public Optional<StoredState> get(CheckpointRef ref) {
    return logs.read(ref.thread(), (index, items) -> state(index, items, index.find(ref)));
  }

  private static Optional<StoredState> state(
      ThreadIndex index, @Nullable Items items, @Nullable Row row) throws IOException {
    return row == null || items == null
        ? Optional.empty()
        : Optional.of(States.of(index, items, row));
  }

  @Override
  public Page<CheckpointInfo> list(CheckpointQuery query) {
    List<CheckpointInfo> found = new ArrayList<>();
    for (ThreadKey thread : threads(query.tenant(), query.threadId())) {
      logs.read(thread, (index, items) -> {
        Collection<Row> rows =
            query.headsOnly() ? index.heads().values() : index.rows().values();
        rows.stream().map(Row::info).filter(query::matches).forEach(found::add);
        return found;
      });
    }
    return Position.page(found, Position::of, Position.NEWEST_FIRST, query.cursor(), query.limit());
  }

  private Collection<ThreadKey> threads(String tenant, @Nullable String threadId) {
    return threadId == null ? logs.threads(tenant) : List.of(new ThreadKey(tenant, threadId));
  }

  @Override
  public void putTask(Lease lease, TaskRecord record) {
    owned(lease, record.key().thread(), StoreOp.TASK, tx -> {
      Journal.put(tx, record, tx.nextSeq());
      return record;
    });
  }

  @Override
  public EffectRecord beginEffect(Lease lease, EffectRecord intent, @Nullable QuestionId spends) {
    return owned(
        lease,
        intent.key().task().thread(),
        StoreOp.INTENT,
        tx -> Journal.begin(tx, intent, spends));
  }

  @Override
  public void endEffect(Lease lease, EffectRecord outcome) {
    owned(lease, outcome.key().task().thread(), StoreOp.OUTCOME, tx -> {
      Journal.end(tx, outcome);
      return outcome;
    });
  }

  @Override
  public CheckpointRef commit(Lease lease, CheckpointRef expectedHead, StepCommit commit) {
    return owned(
        lease,
        expectedHead.thread(),
        StoreOp.COMMIT,
        tx -> History.commit(tx, expectedHead, commit));
  }

  @Override
  public Page<Question> open(InboxQuery query) {
    return inbox.open(query, clock.instant());
  }

  @Override
  public Optional<Question> question(QuestionId id) {
    return inbox.question(id);
  }

  @Override
  public AnswerResult answer(QuestionId id, long revision, Payload answer, String by) {
    AnswerResult result = inbox.answer(id, revision, answer, by);
    if (result == AnswerResult.ACCEPTED) {
      notices.add(id);
    }
    return result;
  }

  @Override
  public CheckpointRef fork(Lease lease, CheckpointRef from, String newBranch) {
    return owned(lease, from.thread(), StoreOp.FORK, tx -> History.fork(tx, from, newBranch));
  }

  @Override
  public void deleteThread(Lease lease) {
    owned(lease, lease.thread(), StoreOp.DELETE, History::delete);
  }

  @Override
  public PruneResult prune(Lease lease, PrunePolicy policy) {
    return owned(lease, lease.thread(), StoreOp.PRUNE, tx -> History.prune(tx, policy));
  }

  /** Rewrites the thread's log in one piece, as a compaction does. Nothing is written if {@code f} leaves everything as it is. */
  @Override
  public long reencrypt(Lease lease, BiFunction<PayloadAddress, Payload, Payload> f) {
    return owned(lease, lease.thread(), StoreOp.REKEY, tx -> Rekeying.decide(tx, f))
        .changed();
  }

  @Override
  public Watch watch(InboxQuery query, Consumer<QuestionId> onAnswer) {
    return watches.add(answered -> answered
        .flatMap(this::question)
        .filter(q -> q.answer() != null && query.matches(q))
        .ifPresent(q -> onAnswer.accept(q.id())));
  }

  @Override
  public Watch watchWork(Runnable onWork) {
    return watches.add(answered -> onWork.run());
  }

  @Override
  public void close() {
    watches.close();
  }

  @Override
  public boolean reserve(String tenant, String counter, long amount, long limit) {
    return control.reserve(tenant, counter, amount, limit);
  }

  @Override
  public void settle(String tenant, String counter, long reserved, long actual) {
    control.settle(tenant, counter, reserved, actual);
  }

  @Override
  public long counter(String tenant, String counter) {
    return control.counter(tenant, counter);
  }

  @Override
  public Optional<Flag> flag(String tenant, String name) {
    return control.flag(tenant, name);
  }

  @Override
  public boolean setFlag(String tenant, String name, String value, long expectedVersion) {
    return control.setFlag(tenant, name, value, expectedVersion);
  }

  @Override
  public List<Flag> flags(String tenant, String prefix) {
    return control.flags(tenant, prefix);
  }

  @Override
  public boolean spend(String tenant, String grantId) {
    return control.spend(tenant, grantId);
  }

  private <T> T owned(Lease lease, ThreadKey thread, StoreOp op, ThreadLogs.Change<T> change) {
    if (!lease.thread().equals(thread)) {
      throw new IllegalArgumentException("the lease is for thread "
          + Texts.shown(lease.thread().threadId()) + " but the write is for "
          + Texts.shown(thread.threadId()));
    }
    return logs.change(thread, op, tx -> {
      tx.require(lease);
      return change.apply(tx);
    });
  }
}
