package io.harden4j.testkit;

import io.harden4j.checkpoint.BarrierState;
import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.Reencryption;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** A thread that has a payload at every kind of address, and all that can be read of it. Each payload is sealed at its address. */
final class RekeyThread {
  /** Makes the payload of an address. */
  @FunctionalInterface
  interface Sealer {
    Payload seal(PayloadAddress address, String text);
  }

  private final ThreadKey thread;
  private final Sealer sealer;
  private final Set<PayloadAddress> sealed = new LinkedHashSet<>();

  RekeyThread(ThreadKey thread, Sealer sealer) {
    this.thread = thread;
    this.sealer = sealer;
  }

  /** Returns the addresses something was sealed at. */
  Set<PayloadAddress> sealed() {
    return sealed;
  }

  /** Writes it; the branch {@code main} is suspended with an open question, {@code b} is its fork. */
  Line write(CheckpointStore store, Lease lease) {
    Line line = Line.fresh(store, lease, CheckpointRef.MAIN);
    TaskId work = new TaskId("sub#0", "work", "3", 0);
    TaskKey task = new TaskKey(thread, CheckpointRef.MAIN, work, 0);
    line.commit(d -> d.entry("", "list", KeyEntry.Kind.SNAPSHOT, key("", "list", 1))
        .entry("sub#0", "inner", KeyEntry.Kind.SNAPSHOT, key("sub#0", "inner", 1))
        .frontier(List.of(new PlannedTask(
            work,
            seal(new PayloadAddress.TaskInput(thread, work, "input"), "item"),
            seal(new PayloadAddress.TaskInput(thread, work, "control"), "label"))))
        .barriers(new BarrierState(
            "",
            "join",
            Set.of("a"),
            seal(
                new PayloadAddress.TaskInput(thread, new TaskId("", "join", "", 0), "barrier"),
                "joined"))));
    EffectKey pay = Samples.effectKey(task, "pay");
    store.beginEffect(lease, Samples.intent(pay).ended(EffectState.INTENT, null), null);
    CheckpointRef early =
        line.commit(d -> d.entry("", "list", KeyEntry.Kind.DELTA, key("", "list", 2)));
    store.endEffect(
        lease,
        new io.harden4j.checkpoint.EffectRecord(
            pay,
            true,
            "idem",
            EffectState.DONE,
            seal(new PayloadAddress.EffectRequest(pay), "request"),
            seal(new PayloadAddress.EffectResult(pay), "result")));
    store.putTask(lease, record(task));
    store.answer(
        answeredId(), 1, seal(new PayloadAddress.AnswerText(answeredId()), "yes"), "carol");
    line.commit(d -> d.entry("", "list", KeyEntry.Kind.SNAPSHOT, key("", "list", 3))
        .status(Cause.STOP, RunStatus.SUSPENDED));
    store.fork(lease, early, "b");
    store.fork(lease, line.head(), "c");
    return line;
  }

  private TaskRecord record(TaskKey task) {
    KeyEntry first = new KeyEntry(
        "sub#0",
        "inner",
        0,
        KeyEntry.Kind.SNAPSHOT,
        seal(new PayloadAddress.TaskWrite(task, "inner#0"), "write 0"));
    KeyEntry second = new KeyEntry(
        "sub#0",
        "inner",
        0,
        KeyEntry.Kind.SNAPSHOT,
        seal(new PayloadAddress.TaskWrite(task, "inner#1"), "write 1"));
    PlannedTask spawned = new PlannedTask(
        new TaskId("sub#0", "next", "0", 0),
        seal(new PayloadAddress.Spawned(task, 0, "input"), "spawned item"),
        seal(new PayloadAddress.Spawned(task, 0, "control"), "spawned label"));
    return new TaskRecord(
        task,
        1,
        TaskState.SUSPENDED,
        List.of(first, second),
        List.of(spawned),
        List.of(question(task, answeredId()), question(task, openId())),
        null,
        Samples.AT);
  }

  private Question question(TaskKey task, QuestionId id) {
    Question q = Samples.question(task, id.value());
    return new Question(
        q.id(),
        task,
        q.kind(),
        seal(new PayloadAddress.QuestionText(q.id()), "may I?"),
        q.bindingHash(),
        q.audience(),
        null,
        null,
        q.askedAt(),
        null,
        1,
        false);
  }

  /** Returns the question that stays open. */
  QuestionId openId() {
    return new QuestionId(thread.tenant(), thread.threadId() + ".open");
  }

  private QuestionId answeredId() {
    return new QuestionId(thread.tenant(), thread.threadId() + ".answered");
  }

  private Payload key(String ns, String key, long version) {
    return seal(new PayloadAddress.Key(thread, "", ns, key, version), key + " version " + version);
  }

  Payload seal(PayloadAddress address, String text) {
    sealed.add(address);
    return sealer.seal(address, text);
  }

  /** Returns everything a reader can come by: all checkpoints with their state, oldest first, and the questions. */
  List<Object> everything(CheckpointStore store) {
    List<Object> all = new ArrayList<>(states(store, thread));
    for (QuestionId id : List.of(answeredId(), openId())) {
      all.add(store.question(id).orElseThrow());
    }
    return all;
  }

  static List<StoredState> states(CheckpointStore store, ThreadKey thread) {
    List<StoredState> states = new ArrayList<>();
    for (CheckpointInfo info : store.list(CheckpointQuery.thread(thread)).items()) {
      states.add(0, store.get(info.ref()).orElseThrow());
    }
    return states;
  }

  /** Applies a function to all payloads of what {@link #everything} returned. */
  static List<Object> changed(
      List<Object> all, ThreadKey thread, BiFunction<PayloadAddress, Payload, Payload> f) {
    Reencryption change = new Reencryption(thread, f);
    List<Object> next = new ArrayList<>();
    for (Object each : all) {
      next.add(
          each instanceof Question q ? change.question(q) : changed((StoredState) each, change));
    }
    return next;
  }

  private static StoredState changed(StoredState s, Reencryption change) {
    Checkpoint checkpoint = change.checkpoint(s.checkpoint());
    Map<String, List<KeyEntry>> entries = new LinkedHashMap<>();
    s.entries()
        .forEach(
            (name, chain) -> entries.put(name, chain.stream().map(change::entry).toList()));
    return new StoredState(
        checkpoint,
        entries,
        s.tasks().stream().map(change::task).toList(),
        s.questions().stream().map(change::question).toList(),
        s.effects().stream().map(change::effect).toList());
  }
}
