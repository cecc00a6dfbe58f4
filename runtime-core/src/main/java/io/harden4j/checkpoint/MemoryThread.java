package io.harden4j.checkpoint;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One thread in memory: its lease, branches, journal and questions. Every method takes the thread's lock, so nobody sees a half commit. */
final class MemoryThread {
  /** A checkpoint with the keys it sees. */
  private record Point(Checkpoint checkpoint, MemoryKeys keys) {
    long seq() {
      return checkpoint.ref().seq();
    }
  }

  private final ThreadKey key;
  private final InstantSource clock;
  private final MemoryLeases leases;
  private final MemoryQuestions questions;
  private MemoryJournal journal = new MemoryJournal();
  private final Map<String, Point> heads = new HashMap<>(4);
  private final Map<String, Point> forkedFrom = new HashMap<>(4);
  private final List<Point> points = new ArrayList<>();
  private long lastSeq;
  private volatile boolean retired;

  MemoryThread(
      ThreadKey key,
      InstantSource clock,
      AtomicLong fences,
      ConcurrentMap<QuestionId, MemoryThread> asked) {
    this.key = key;
    this.clock = clock;
    this.leases = new MemoryLeases(key, clock, fences);
    this.questions = new MemoryQuestions(this, asked, clock);
  }

  ThreadKey key() {
    return key;
  }

  /** Says whether the store has dropped this thread because nothing was left of it. */
  boolean isRetired() {
    return retired;
  }

  synchronized Optional<Lease> acquire(Owner owner, Duration ttl) {
    return retired ? Optional.empty() : Optional.ofNullable(leases.acquire(owner, ttl));
  }

  /** Adds the heads that are work and asked for. */
  synchronized void collect(WorkQuery query, List<Work> into) {
    if (leases.isTaken()) {
      return;
    }
    for (Point head : heads.values()) {
      Work work = MemoryWork.of(head.checkpoint(), query.now(), journal, questions);
      if (work != null && query.matches(work)) {
        into.add(work);
      }
    }
  }

  /** Takes the thread if the head is still work. */
  synchronized Optional<Claim> claim(Work work, Owner owner, Duration ttl, WorkQuery query) {
    Point head = heads.get(work.branch());
    Work now =
        head == null ? null : MemoryWork.of(head.checkpoint(), query.now(), journal, questions);
    return now == null || !query.matches(now)
        ? Optional.empty()
        : acquire(owner, ttl).map(lease -> new Claim(lease, now.branch(), now.reason()));
  }

  synchronized Optional<Lease> holder() {
    return Optional.ofNullable(leases.holder());
  }

  synchronized Optional<Lease> renew(Lease lease, Duration ttl) {
    return Optional.ofNullable(leases.renew(lease, ttl));
  }

  /** Returns whether nothing is left of the thread, so that the store can drop it. */
  synchronized boolean release(Lease lease) {
    retired = retired || (leases.release(lease) && heads.isEmpty());
    return retired;
  }

  /** Says whether the run of a branch has not ended. */
  synchronized boolean isRunning() {
    return heads.values().stream().anyMatch(p -> p.checkpoint().status() == RunStatus.RUNNING);
  }

  synchronized Optional<StoredState> head(String branch) {
    Point head = heads.get(branch);
    return head == null ? Optional.empty() : Optional.of(open(head));
  }

  synchronized Optional<StoredState> get(CheckpointRef ref) {
    Point p = find(ref);
    if (p == null) {
      return Optional.empty();
    }
    return Optional.of(isHead(p) ? open(p) : past(p));
  }

  private boolean isHead(Point p) {
    Point head = heads.get(p.checkpoint().ref().branch());
    return head != null && head.seq() == p.seq();
  }

  synchronized void collect(CheckpointQuery query, List<CheckpointInfo> into) {
    for (Point p : query.headsOnly() ? heads.values() : points) {
      CheckpointInfo info = CheckpointInfo.of(p.checkpoint());
      if (query.matches(info)) {
        into.add(info);
      }
    }
  }

  synchronized void putTask(Lease lease, TaskRecord record) {
    leases.check(lease);
    keep(record, lastSeq + 1);
  }

  synchronized EffectRecord beginEffect(
      Lease lease, EffectRecord intent, @Nullable QuestionId spends) {
    leases.check(lease);
    return journal.begin(intent, spends, lastSeq + 1);
  }

  synchronized void endEffect(Lease lease, EffectRecord outcome) {
    leases.check(lease);
    journal.end(outcome, lastSeq + 1);
  }

  synchronized CheckpointRef commit(Lease lease, CheckpointRef expected, StepCommit commit) {
    leases.check(lease);
    Checkpoint made = commit.checkpoint();
    String branch = expected.branch();
    if (!made.ref().branch().equals(branch) || !made.ref().thread().equals(key)) {
      throw new IllegalArgumentException(
          "the commit is for " + made.ref() + " but the expected head is " + expected);
    }
    Point head = heads.get(branch);
    if ((head == null ? 0 : head.seq()) != expected.seq()) {
      throw new StaleHeadException(
          expected,
          head == null ? CheckpointRef.none(key, branch) : head.checkpoint().ref());
    }
    MemoryKeys keys = head == null ? MemoryKeys.NONE : head.keys();
    CheckpointRef ref =
        add(made, branch, keys.with(commit.entries(), made.versions())).ref();
    commit.closed().forEach(questions::withdraw);
    commit.finished().forEach(record -> keep(record, ref.seq()));
    commit.opened().forEach(questions::ask);
    return ref;
  }

  synchronized void collect(InboxQuery query, List<Question> into) {
    questions.collect(query, into);
  }

  synchronized Optional<Question> question(QuestionId id) {
    return Optional.ofNullable(questions.get(id));
  }

  synchronized AnswerResult answer(QuestionId id, long revision, Payload answer, String by) {
    return questions.answer(id, revision, answer, by);
  }

  synchronized CheckpointRef fork(Lease lease, CheckpointRef from, String newBranch) {
    leases.check(lease);
    Point source = find(from);
    if (source == null || heads.containsKey(newBranch)) {
      throw new CheckpointStoreException(
          source == null
              ? "there is no checkpoint " + from.seq() + " on branch '" + from.branch()
                  + "' of thread '" + key.threadId() + "' to fork from; list its history"
              : "branch '" + newBranch + "' of thread '" + key.threadId()
                  + "' exists; choose another name");
    }
    boolean isHead = isHead(source);
    long visible = isHead ? Long.MAX_VALUE : source.seq();
    forkedFrom.put(newBranch, source);
    Checkpoint first = add(forkOf(source.checkpoint()), newBranch, source.keys());
    for (PlannedTask task : first.frontier()) {
      journal.copy(
          new TaskKey(key, from.branch(), task.id(), first.epoch()),
          visible,
          new TaskKey(key, newBranch, task.id(), first.epoch()),
          first.ref().seq());
    }
    return first.ref();
  }

  synchronized void delete(Lease lease) {
    leases.check(lease);
    heads.clear();
    forkedFrom.clear();
    points.clear();
    journal.clear();
    questions.clear();
  }

  synchronized PruneResult prune(Lease lease, PrunePolicy policy) {
    leases.check(lease);
    Set<Point> kept = kept(policy);
    int before = points.size();
    points.retainAll(kept);
    Set<TaskKey> needed = new HashSet<>();
    kept.forEach(p -> needed.addAll(frontier(p)));
    long records = journal.retain(needed) + questions.retain(needed);
    return new PruneResult(before - points.size(), records);
  }

  /** Makes all of it anew before anything is replaced, so that a function that throws changes nothing. */
  synchronized long reencrypt(Lease lease, BiFunction<PayloadAddress, Payload, Payload> f) {
    leases.check(lease);
    Reencryption change = new Reencryption(key, f);
    MemoryKeys.Renewal keys = new MemoryKeys.Renewal(change);
    IdentityHashMap<Point, Point> renewed = new IdentityHashMap<>();
    for (Point p : points) {
      renewed.put(p, new Point(change.checkpoint(p.checkpoint()), keys.of(p.keys())));
    }
    MemoryJournal newJournal = journal.renewed(change);
    List<Question> newQuestions = questions.renewed(change);
    if (change.changed() > 0) {
      points.replaceAll(renewed::get);
      heads.replaceAll((branch, p) -> renewed.get(p));
      forkedFrom.replaceAll((branch, p) -> renewed.get(p));
      journal = newJournal;
      questions.replace(newQuestions);
    }
    return change.changed();
  }

  /** Finds a checkpoint: sequence numbers ascend in the list. */
  private @Nullable Point find(CheckpointRef ref) {
    int low = 0;
    int high = points.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Point p = points.get(middle);
      if (p.seq() == ref.seq()) {
        return p.checkpoint().ref().branch().equals(ref.branch()) ? p : null;
      } else if (p.seq() < ref.seq()) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  private StoredState open(Point head) {
    Set<TaskKey> tasks = frontier(head);
    return new StoredState(
        head.checkpoint(),
        head.keys().entries(),
        journal.records(tasks),
        questions.of(tasks),
        journal.effects(tasks));
  }

  private static StoredState past(Point p) {
    return new StoredState(p.checkpoint(), p.keys().entries(), List.of(), List.of(), List.of());
  }

  private Set<TaskKey> frontier(Point p) {
    Checkpoint c = p.checkpoint();
    Set<TaskKey> tasks = new LinkedHashSet<>();
    for (PlannedTask task : c.frontier()) {
      tasks.add(new TaskKey(key, c.ref().branch(), task.id(), c.epoch()));
    }
    return tasks;
  }

  private Set<Point> kept(PrunePolicy policy) {
    Set<Point> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    kept.addAll(heads.values());
    kept.addAll(forkedFrom.values());
    Map<String, Integer> count = new HashMap<>();
    for (int i = points.size() - 1; i >= 0; i--) {
      Point p = points.get(i);
      if (count.merge(p.checkpoint().ref().branch(), 1, Integer::sum) <= policy.keepPerBranch()) {
        kept.add(p);
      }
    }
    return kept;
  }

  private void keep(TaskRecord record, long seq) {
    if (journal.put(record, seq)) {
      record.asks().forEach(questions::ask);
    }
  }

  private Checkpoint add(Checkpoint made, String branch, MemoryKeys keys) {
    Checkpoint named = made.withRef(new CheckpointRef(key, branch, ++lastSeq));
    Point p = new Point(named, keys);
    points.add(p);
    heads.put(branch, p);
    return named;
  }

  private Checkpoint forkOf(Checkpoint c) {
    return new Checkpoint(
        c.ref(),
        c.ref(),
        c.run(),
        c.segment(),
        Cause.FORK,
        c.step(),
        c.epoch(),
        c.graph(),
        c.versions(),
        c.planned(),
        c.frontier(),
        c.barriers(),
        c.status() == RunStatus.COMPLETED ? RunStatus.COMPLETED : RunStatus.RUNNING,
        c.spent(),
        c.traceparent(),
        Map.of(),
        clock.instant());
  }
}
