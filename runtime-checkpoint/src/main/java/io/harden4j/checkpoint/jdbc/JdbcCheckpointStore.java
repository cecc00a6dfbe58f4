package io.harden4j.checkpoint.jdbc;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.Claim;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.FencedException;
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
import io.harden4j.checkpoint.StaleHeadException;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.WatchStore;
import io.harden4j.checkpoint.Work;
import io.harden4j.checkpoint.WorkQuery;
import io.harden4j.checkpoint.WorkStore;
import io.harden4j.checkpoint.internal.Notices;
import io.harden4j.checkpoint.internal.Texts;
import io.harden4j.checkpoint.internal.Watches;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the stores in SQL databases share. Each change is one transaction that first locks the row of the thread, so changes of one
 * thread come one after the other and those of different threads do not wait for each other (SQLite: do, for the one write lock). No
 * connection is held between calls; who watches a PostgreSQL store holds one as long as it does. Each is a {@link
 * io.harden4j.checkpoint.ControlStore} as well.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use.
 */
public abstract sealed class JdbcCheckpointStore extends JdbcControlStore
    implements CheckpointStore, RekeyStore, WorkStore, WatchStore
    permits SqliteCheckpointStore, PostgresCheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcCheckpointStore.class);

  private static final String STAYS =
      "bytes of a deleted thread may stay in the database's log until the next deletion";

  private final Transactions transactions;
  private final StoreClock clock;
  private final KeysCache cache = new KeysCache();
  private final Watches<byte[]> watches;

  JdbcCheckpointStore(
      Transactions transactions, StoreClock clock, Schema schema, Notices.Opener<byte[]> notices) {
    super(transactions, schema);
    this.transactions = transactions;
    this.clock = clock;
    this.watches = new Watches<>(notices, new byte[0]);
  }

  @Override
  public final String name() {
    return transactions.dialect().name();
  }

  @Override
  public final Optional<Lease> acquire(ThreadKey thread, Owner owner, Duration ttl) {
    clock.refresh();
    boolean taken = transactions.read(
        "look for the owner of " + shown(thread),
        db -> db.first(ThreadRow.find(thread))
            .map(row -> row.isTaken(owner, clock.instant()))
            .orElse(false));
    return taken
        ? Optional.empty()
        : transactions.change(
            "acquire " + shown(thread),
            db -> Held.acquire(db, thread, owner, clock.instant(), ttl));
  }

  @Override
  public final Optional<Lease> holder(ThreadKey thread) {
    clock.refresh();
    return transactions.read(
        "look for the owner of " + shown(thread),
        db -> db.first(ThreadRow.find(thread))
            .flatMap(row -> Optional.ofNullable(row.inForce(clock.instant()))));
  }

  @Override
  public final Optional<Lease> renew(Lease lease, Duration ttl) {
    return locked(
            "renew the lease of",
            lease.thread(),
            tx -> Held.renew(tx.db(), tx.row(), lease, tx.now(), ttl))
        .orElse(Optional.empty());
  }

  @Override
  public final void release(Lease lease) {
    boolean removed = locked(
            "release", lease.thread(), tx -> Held.release(tx.db(), tx.row(), lease))
        .orElse(false);
    if (removed) {
      scrub();
    }
  }

  @Override
  public final Optional<StoredState> head(ThreadKey thread, String branch) {
    return transactions.read(
        "read the head of " + shown(thread), db -> States.head(db, cache, thread, branch));
  }

  @Override
  public final Optional<StoredState> get(CheckpointRef ref) {
    return transactions.read(
        "read a checkpoint of " + shown(ref.thread()), db -> States.get(db, cache, ref));
  }

  @Override
  public final Page<CheckpointInfo> list(CheckpointQuery query) {
    return transactions.read("list checkpoints", db -> Listing.checkpoints(db, query));
  }

  @Override
  public final void putTask(Lease lease, TaskRecord record) {
    owned("record a task of", lease, record.key().thread(), tx -> {
      Records.keep(tx, record, tx.nextSeq());
      return true;
    });
  }

  @Override
  public final EffectRecord beginEffect(
      Lease lease, EffectRecord intent, @Nullable QuestionId spends) {
    return owned(
        "record the intent of an effect of",
        lease,
        intent.key().task().thread(),
        tx -> Records.begin(tx, intent, spends));
  }

  @Override
  public final void endEffect(Lease lease, EffectRecord outcome) {
    owned("record the outcome of an effect of", lease, outcome.key().task().thread(), tx -> {
      Records.end(tx, outcome);
      return true;
    });
  }

  @Override
  public final CheckpointRef commit(Lease lease, CheckpointRef expectedHead, StepCommit commit) {
    clock.refresh();
    Optional<FastCommit> fast = FastCommit.of(cache, lease, expectedHead, commit);
    Optional<CheckpointRef> done =
        fast.flatMap(f -> transactions.attempt(db -> f.on(db, clock.millis())));
    if (done.isPresent()) {
      return done.get();
    }
    try {
      return slowly(lease, expectedHead, commit);
    } catch (StaleHeadException e) {
      if (fast.isPresent()
          && transactions.read("read a head", db -> fast.get().isThere(db, e.actual()))) {
        return e.actual();
      }
      throw e;
    }
  }

  private CheckpointRef slowly(Lease lease, CheckpointRef expectedHead, StepCommit commit) {
    ThreadKey thread = expectedHead.thread();
    return owned(
        "commit to",
        lease,
        thread,
        Branch.find(thread, expectedHead.branch()),
        (tx, branches) -> new History(tx, cache)
            .commit(expectedHead, branches.isEmpty() ? null : branches.get(0), commit));
  }

  @Override
  public final Page<Question> open(InboxQuery query) {
    clock.refresh();
    return transactions.read("read the inbox", db -> Listing.questions(db, query, clock.instant()));
  }

  @Override
  public final Optional<Question> question(QuestionId id) {
    return transactions.read("read a question", db -> db.first(Questions.find(id)));
  }

  @Override
  public final AnswerResult answer(QuestionId id, long revision, Payload answer, String by) {
    return question(id)
        .flatMap(q -> locked(
            "record an answer for",
            q.task().thread(),
            tx -> Questions.answer(tx, id, revision, answer, by)))
        .orElse(AnswerResult.UNKNOWN);
  }

  @Override
  public final CheckpointRef fork(Lease lease, CheckpointRef from, String newBranch) {
    return owned("fork", lease, from.thread(), tx -> Forks.fork(tx, cache, from, newBranch));
  }

  @Override
  public final void deleteThread(Lease lease) {
    owned("delete", lease, lease.thread(), tx -> {
      tx.removeAll();
      return true;
    });
  }

  /** What was deleted is deleted, whether or not its bytes go at once: the next call takes them along. */
  private void scrub() {
    String query = transactions.dialect().scrub();
    if (query.isEmpty()) {
      return;
    }
    try {
      int hindered = transactions.read(
          "take what was deleted out of the files",
          db -> db.first(Read.of(query, r -> r.getInt(1))).orElse(0));
      if (hindered != 0) {
        LOG.warn("a reader is in the way: {}", STAYS);
      }
    } catch (CheckpointStoreException e) {
      LOG.warn(STAYS, e);
    }
  }

  @Override
  public final PruneResult prune(Lease lease, PrunePolicy policy) {
    return owned("prune", lease, lease.thread(), tx -> new Pruning(tx).prune(policy));
  }

  @Override
  public final long reencrypt(Lease lease, BiFunction<PayloadAddress, Payload, Payload> f) {
    return new Rekeying(this, lease, f).run();
  }

  @Override
  public final List<Claim> claim(Owner owner, Duration ttl, WorkQuery query) {
    clock.refresh();
    List<Work> found = transactions.read(
        "look for work", db -> WorkScan.find(db, owner.host(), clock.instant(), query));
    return query.inTurn(
        found,
        work -> transactions.change(
            "claim " + shown(work.thread()),
            db -> WorkScan.claim(db, cache, work, owner, clock.instant(), ttl, query)));
  }

  @Override
  public final Watch watch(InboxQuery query, Consumer<QuestionId> onAnswer) {
    return watches.add(what -> {
      if (what.length > 0) {
        transactions
            .read("read a question", db -> db.first(Questions.find(what)))
            .filter(q -> q.answer() != null && query.matches(q))
            .ifPresent(q -> onAnswer.accept(q.id()));
      }
    });
  }

  @Override
  public final Watch watchWork(Runnable onWork) {
    return watches.add(what -> onWork.run());
  }

  @Override
  public void close() {
    watches.close();
    super.close();
  }

  /** What is done to a thread under its lock. */
  @FunctionalInterface
  interface Change<T> {
    T on(ThreadTx tx) throws SQLException;
  }

  /** What is done to a thread under its lock, with what was read beside it. */
  @FunctionalInterface
  private interface ChangeWith<T, R> {
    T on(ThreadTx tx, List<R> read) throws SQLException;
  }

  /** Changes a thread; empty if there is none of this name. */
  final <T> Optional<T> locked(String what, ThreadKey thread, Change<T> change) {
    return locked(what, thread, (Read<Object>) null, (tx, none) -> change.on(tx));
  }

  /** Changes a thread by its owner. */
  final <T> T owned(String what, Lease lease, ThreadKey thread, Change<T> change) {
    return owned(what, lease, thread, (Read<Object>) null, (tx, none) -> change.on(tx));
  }

  private <T, R> T owned(
      String what,
      Lease lease,
      ThreadKey thread,
      @Nullable Read<R> beside,
      ChangeWith<T, R> change) {
    if (!lease.thread().equals(thread)) {
      throw new IllegalArgumentException(
          "the lease is for " + shown(lease.thread()) + " but the write is for " + shown(thread));
    }
    return locked(what, thread, beside, (tx, read) -> {
          tx.require(lease);
          return change.on(tx, read);
        })
        .orElseThrow(() -> new FencedException(lease));
  }

  private <T, R> Optional<T> locked(
      String what, ThreadKey thread, @Nullable Read<R> beside, ChangeWith<T, R> change) {
    clock.refresh();
    AtomicReference<@Nullable ThreadTx> used = new AtomicReference<>();
    Optional<T> result = transactions.change(what + " " + shown(thread), db -> {
      Db.Both<ThreadRow, R> read = beside == null
          ? new Db.Both<>(db.list(ThreadRow.lock(thread)), List.of())
          : db.both(ThreadRow.lock(thread), beside);
      if (read.one().isEmpty()) {
        return Optional.empty();
      }
      ThreadTx tx = new ThreadTx(db, read.one().get(0), clock.instant());
      used.set(tx);
      return Optional.of(change.on(tx, read.two()));
    });
    ThreadTx committed = used.get();
    if (committed != null) {
      committed.committed();
    }
    return result;
  }

  private static String shown(ThreadKey thread) {
    return "thread " + Texts.shown(thread.threadId());
  }
}
