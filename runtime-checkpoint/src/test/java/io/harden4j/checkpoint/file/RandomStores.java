package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.Claim;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.Failure;
import io.harden4j.checkpoint.GraphVersion;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.WorkQuery;
import io.harden4j.checkpoint.WorkStore;
import io.harden4j.testkit.MutableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does the same random things to two stores that share nothing but the clock, and says what each answered. */
public final class RandomStores {
  private static final List<String> KEYS = List.of("a", "b", "list", "log", "x\u001fy");
  private static final List<String> NODES = List.of("plan", "act", "check");
  private static final List<ThreadKey> THREADS =
      List.of(new ThreadKey("acme", "one"), new ThreadKey("acme", "../two"));
  /** One thing in so many goes on to later visits, which nothing was recorded of yet. */
  private static final int VISITED = 8;

  private static final Duration TTL = Duration.ofSeconds(30);

  private final Random random;
  private final MutableClock clock;
  private final Map<ThreadKey, Lease> leases = new HashMap<>();
  private final Map<ThreadKey, List<CheckpointRef>> refs = new HashMap<>();
  private final List<QuestionId> questions = new ArrayList<>();
  private int made;
  private int visit;

  public RandomStores(long seed, MutableClock clock) {
    this.random = new Random(seed);
    this.clock = clock;
    THREADS.forEach(t -> refs.put(t, new ArrayList<>()));
  }

  /** Returns the next thing to do; it can be done to any store, with the same meaning. */
  public Function<CheckpointStore, Object> next() {
    visit += random.nextInt(VISITED) == 0 ? 1 : 0;
    ThreadKey thread = pick(THREADS);
    int dice = random.nextInt(100);
    if (dice < 10) {
      return random.nextInt(3) == 0 ? claim() : acquire(thread);
    }
    Lease lease = leases.getOrDefault(thread, new Lease(thread, owner(), 77, clock.instant()));
    if (dice < 13) {
      clock.advance(Duration.ofSeconds(random.nextInt(20)));
      return s -> s.renew(lease, TTL).map(Lease::until);
    } else if (dice < 15) {
      return done(s -> s.release(lease));
    } else if (dice < 45) {
      return commit(lease);
    } else if (dice < 60) {
      TaskRecord record = record(thread);
      return done(s -> s.putTask(lease, record));
    } else if (dice < 70) {
      EffectRecord intent = effect(thread, EffectState.INTENT);
      QuestionId spends = questions.isEmpty() || random.nextInt(3) > 0 ? null : pick(questions);
      return s -> s.beginEffect(lease, intent, spends);
    } else if (dice < 80) {
      EffectRecord outcome =
          effect(thread, pick(List.of(EffectState.DONE, EffectState.FAILED, EffectState.UNKNOWN)));
      return done(s -> s.endEffect(lease, outcome));
    } else if (dice < 86) {
      return answer();
    } else if (dice < 92 && !refs.get(thread).isEmpty()) {
      CheckpointRef from = pick(refs.get(thread));
      String branch = "branch" + random.nextInt(6);
      return remember(thread, s -> s.fork(lease, from, branch));
    } else if (dice < 99) {
      PrunePolicy policy = new PrunePolicy(1 + random.nextInt(4));
      return s -> s.prune(lease, policy);
    }
    return done(s -> s.deleteThread(lease));
  }

  /** Claims work of either kind; a store that finds other work than the other one answers otherwise. */
  private Function<CheckpointStore, Object> claim() {
    WorkQuery query = WorkQuery.of(clock.instant(), 1 + random.nextInt(2));
    Owner owner = owner();
    return s -> {
      List<Claim> claims = ((WorkStore) s).claim(owner, TTL, query);
      claims.forEach(c -> leases.put(c.lease().thread(), c.lease()));
      return claims;
    };
  }

  private Function<CheckpointStore, Object> acquire(ThreadKey thread) {
    Owner owner = owner();
    return s -> {
      var lease = s.acquire(thread, owner, TTL);
      lease.ifPresent(l -> leases.put(thread, l));
      return lease.map(l -> List.of(l.fence(), l.until(), l.owner().name()));
    };
  }

  private static Owner owner() {
    return new Owner("elsewhere", 1, Instant.EPOCH, "runtime");
  }

  private Function<CheckpointStore, Object> commit(Lease lease) {
    ThreadKey thread = lease.thread();
    String branch = random.nextInt(3) > 0 ? CheckpointRef.MAIN : "branch" + random.nextInt(6);
    List<TaskRecord> finished = random.nextBoolean() ? List.of() : List.of(record(thread));
    List<Question> opened =
        random.nextInt(4) > 0 ? List.of() : List.of(question(task(thread, branch)));
    List<QuestionId> closed =
        questions.isEmpty() || random.nextInt(4) > 0 ? List.of() : List.of(pick(questions));
    Map<String, Integer> dice = new HashMap<>();
    KEYS.forEach(k -> dice.put(k, random.nextInt(6)));
    List<PlannedTask> frontier = frontier(thread, branch);
    int stale = random.nextInt(20);
    Payload value = payload();
    RunStatus status = random.nextInt(3) == 0 ? RunStatus.SUSPENDED : RunStatus.RUNNING;
    return remember(thread, s -> {
      StoredState head = s.head(thread, branch).orElse(null);
      CheckpointRef expected = head == null || stale == 0
          ? CheckpointRef.none(thread, branch)
          : head.checkpoint().ref();
      Map<String, Long> versions =
          head == null ? new HashMap<>() : new HashMap<>(head.checkpoint().versions());
      List<KeyEntry> entries = entries(dice, versions, value);
      Checkpoint c = checkpoint(
          CheckpointRef.none(thread, branch),
          head == null ? null : expected,
          versions,
          frontier,
          status);
      return s.commit(
          lease, expected, new StepCommit(c, entries, finished, opened, closed, List.of()));
    });
  }

  /** 0 removes the key, 1 sets it, 2 and 3 add to it. */
  private static List<KeyEntry> entries(
      Map<String, Integer> dice, Map<String, Long> versions, Payload value) {
    List<KeyEntry> entries = new ArrayList<>();
    for (String name : KEYS) {
      int d = dice.get(name);
      String[] parts = name.contains("\u001f") ? name.split("\u001f") : new String[] {"", name};
      if (d == 0) {
        versions.remove(name);
      } else if (d < 4) {
        KeyEntry.Kind kind = d == 1 ? KeyEntry.Kind.SNAPSHOT : KeyEntry.Kind.DELTA;
        long version = versions.merge(name, 1L, Long::sum);
        entries.add(new KeyEntry(parts[0], parts[1], version, kind, value));
      }
    }
    return entries;
  }

  private Checkpoint checkpoint(
      CheckpointRef ref,
      @Nullable CheckpointRef parent,
      Map<String, Long> versions,
      List<PlannedTask> frontier,
      RunStatus status) {
    return new Checkpoint(
        ref,
        parent,
        new RunId("run"),
        1,
        Cause.STEP,
        2,
        0,
        new GraphVersion("graph", 1, "f"),
        versions,
        7,
        frontier,
        List.of(),
        status,
        new Spent(1, 2, 3, 4, 5, 6, 7),
        "00-1-2-01",
        Map.of("reason", "test"),
        clock.instant());
  }

  private List<PlannedTask> frontier(ThreadKey thread, String branch) {
    List<PlannedTask> tasks = new ArrayList<>();
    new LinkedHashSet<>(List.of(task(thread, branch), task(thread, branch)))
        .forEach(t -> tasks.add(new PlannedTask(t.task(), payload(), null)));
    return tasks;
  }

  private TaskRecord record(ThreadKey thread) {
    TaskKey task = task(thread, random.nextBoolean() ? CheckpointRef.MAIN : "branch1");
    TaskState state = pick(List.of(TaskState.values()));
    List<Question> asks = state == TaskState.SUSPENDED ? List.of(question(task)) : List.of();
    Failure failure = state == TaskState.FAILED ? new Failure("Broken", "by chance") : null;
    KeyEntry write = new KeyEntry("", "a", 0, KeyEntry.Kind.DELTA, payload());
    return new TaskRecord(
        task,
        1 + random.nextInt(3),
        state,
        List.of(write),
        List.of(),
        asks,
        failure,
        clock.instant());
  }

  private EffectRecord effect(ThreadKey thread, EffectState state) {
    TaskKey task = task(thread, random.nextBoolean() ? CheckpointRef.MAIN : "branch1");
    EffectKey key = new EffectKey(task, "tool:pay", "d" + random.nextInt(2), 0);
    Payload result = state == EffectState.INTENT ? null : payload();
    return new EffectRecord(key, true, "key", state, payload(), result);
  }

  private TaskKey task(ThreadKey thread, String branch) {
    return new TaskKey(
        thread, branch, new TaskId("", pick(NODES), "", visit + random.nextInt(3)), 0);
  }

  private Question question(TaskKey task) {
    QuestionId id = new QuestionId("acme", task.thread().threadId() + "?" + random.nextInt(8));
    questions.add(id);
    Instant end = random.nextBoolean() ? null : clock.instant().plusSeconds(random.nextInt(60));
    return new Question(
        id, task, "ask", payload(), "hash", "", null, null, clock.instant(), end, 1, false);
  }

  private Function<CheckpointStore, Object> answer() {
    if (questions.isEmpty()) {
      return s -> "nothing to answer";
    }
    QuestionId id = pick(questions);
    Payload answer = payload();
    int off = random.nextInt(5) == 0 ? 1 : 0;
    return s -> {
      long revision = s.question(id).map(Question::revision).orElse(1L);
      return s.answer(id, revision + off, answer, "human");
    };
  }

  private Payload payload() {
    byte[] bytes =
        ("value " + made++ + " ".repeat(random.nextInt(300))).getBytes(StandardCharsets.UTF_8);
    return new Payload("text", 1, "", bytes);
  }

  private Function<CheckpointStore, Object> remember(
      ThreadKey thread, Function<CheckpointStore, CheckpointRef> make) {
    return s -> {
      CheckpointRef ref = make.apply(s);
      if (!refs.get(thread).contains(ref)) {
        refs.get(thread).add(ref);
      }
      return ref;
    };
  }

  private static Function<CheckpointStore, Object> done(Consumer<CheckpointStore> what) {
    return s -> {
      what.accept(s);
      return "done";
    };
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** Returns what a call answered, or how it failed. */
  public static Object answerOf(Function<CheckpointStore, Object> call, CheckpointStore store) {
    try {
      return call.apply(store);
    } catch (RuntimeException e) {
      return e.getClass();
    }
  }

  /** Returns everything a store can tell, in a form that can be compared. */
  public List<Object> everything(CheckpointStore store) {
    List<Object> all = new ArrayList<>();
    for (ThreadKey thread : THREADS) {
      all.add(store.holder(thread).map(Lease::fence));
      for (CheckpointRef ref : refs.get(thread)) {
        all.add(store.get(ref).map(RandomStores::comparable));
        all.add(store.head(thread, ref.branch()).map(RandomStores::comparable));
      }
    }
    String cursor = null;
    do {
      Page<CheckpointInfo> page = store.list(everyCheckpoint().page(cursor, 7));
      all.add(page);
      cursor = page.next();
    } while (cursor != null);
    all.add(store.list(CheckpointQuery.heads("acme")));
    all.add(store.open(InboxQuery.tenant("acme").page(null, 100)));
    questions.forEach(q -> all.add(store.question(q)));
    return all;
  }

  /** The order of records inside a state is not promised. */
  private static List<Object> comparable(StoredState s) {
    return List.of(
        s.checkpoint(),
        s.entries(),
        sorted(s.tasks(), r -> r.key().toString()),
        sorted(s.questions(), q -> q.id().value()),
        sorted(s.effects(), e -> e.key().toString()));
  }

  private static <T> List<T> sorted(List<T> list, Function<T, String> by) {
    return list.stream().sorted(Comparator.comparing(by)).toList();
  }

  private static CheckpointQuery everyCheckpoint() {
    return new CheckpointQuery(
        "acme",
        null,
        null,
        Set.of(),
        Set.of(),
        null,
        0,
        Integer.MAX_VALUE,
        null,
        null,
        Map.of(),
        false,
        null,
        7);
  }
}
