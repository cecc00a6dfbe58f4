package io.harden4j.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Applies a function to every payload of a record, under the address the payload is sealed at: the one place that says which payload a record
 * has and where it belongs. A record of which nothing changed is returned as it is. For stores that implement {@link RekeyStore}; not
 * thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // the same object says that nothing of it changed
public final class Reencryption {
  private final ThreadKey thread;
  private final BiFunction<PayloadAddress, Payload, Payload> f;
  private long changed;

  /** Creates it for the records of a thread. */
  public Reencryption(ThreadKey thread, BiFunction<PayloadAddress, Payload, Payload> f) {
    this.thread = thread;
    this.f = f;
  }

  /** Returns how many payloads were changed so far. */
  public long changed() {
    return changed;
  }

  /** Returns the entry with its value changed. */
  public KeyEntry entry(KeyEntry e) {
    return with(e, required(PayloadAddress.ofEntry(thread, e), e.data()));
  }

  /** Returns the checkpoint with the inputs and control labels of its frontier and its joins changed. */
  public Checkpoint checkpoint(Checkpoint c) {
    List<PlannedTask> frontier = each(c.frontier(), this::planned);
    List<BarrierState> barriers = each(c.barriers(), this::barrier);
    if (frontier == c.frontier() && barriers == c.barriers()) {
      return c;
    }
    return new Checkpoint(
        c.ref(),
        c.parent(),
        c.run(),
        c.segment(),
        c.cause(),
        c.step(),
        c.epoch(),
        c.graph(),
        c.versions(),
        c.planned(),
        frontier,
        barriers,
        c.status(),
        c.spent(),
        c.traceparent(),
        c.tags(),
        c.at());
  }

  /** Returns the record with its writes, the tasks it asked for and its questions changed. */
  public TaskRecord task(TaskRecord r) {
    List<KeyEntry> writes = writes(r);
    List<PlannedTask> spawned = each(r.spawned(), t -> spawned(r.key(), t));
    List<Question> asks = each(r.asks(), this::question);
    if (writes == r.writes() && spawned == r.spawned() && asks == r.asks()) {
      return r;
    }
    return new TaskRecord(
        r.key(), r.attempt(), r.state(), writes, spawned, asks, r.failure(), r.at());
  }

  /** Returns the record with its request and its result changed. */
  public EffectRecord effect(EffectRecord e) {
    Payload request = payload(new PayloadAddress.EffectRequest(e.key()), e.request());
    Payload result = payload(new PayloadAddress.EffectResult(e.key()), e.result());
    if (request == e.request() && result == e.result()) {
      return e;
    }
    return new EffectRecord(
        e.key(), e.consequential(), e.idempotencyKey(), e.state(), request, result);
  }

  /** Returns the question with its text and its answer changed; its revision stays. */
  public Question question(Question q) {
    Payload text = required(new PayloadAddress.QuestionText(q.id()), q.question());
    Payload answer = payload(new PayloadAddress.AnswerText(q.id()), q.answer());
    if (text == q.question() && answer == q.answer()) {
      return q;
    }
    return new Question(
        q.id(),
        q.task(),
        q.kind(),
        text,
        q.bindingHash(),
        q.audience(),
        answer,
        q.answeredBy(),
        q.askedAt(),
        q.expiresAt(),
        q.revision(),
        q.closed());
  }

  private PlannedTask planned(PlannedTask t) {
    return with(
        t,
        payload(PayloadAddress.ofInput(thread, t.id()), t.input()),
        payload(PayloadAddress.ofControl(thread, t.id()), t.control()));
  }

  private PlannedTask spawned(TaskKey by, PlannedTask t) {
    int index = t.id().visit();
    return with(
        t,
        payload(PayloadAddress.ofSpawnedInput(by, index), t.input()),
        payload(PayloadAddress.ofSpawnedControl(by, index), t.control()));
  }

  private BarrierState barrier(BarrierState b) {
    Payload control = payload(PayloadAddress.ofBarrier(thread, b.ns(), b.target()), b.control());
    return control == b.control() ? b : new BarrierState(b.ns(), b.target(), b.arrived(), control);
  }

  private List<KeyEntry> writes(TaskRecord r) {
    int[] index = {0};
    return each(
        r.writes(),
        w -> with(w, required(PayloadAddress.ofWrite(r.key(), w.key(), index[0]++), w.data())));
  }

  private static KeyEntry with(KeyEntry e, Payload data) {
    return data == e.data() ? e : new KeyEntry(e.ns(), e.key(), e.version(), e.kind(), data);
  }

  private static PlannedTask with(
      PlannedTask t, @Nullable Payload input, @Nullable Payload control) {
    return input == t.input() && control == t.control()
        ? t
        : new PlannedTask(t.id(), input, control);
  }

  private @Nullable Payload payload(PayloadAddress address, @Nullable Payload payload) {
    return payload == null ? null : required(address, payload);
  }

  private Payload required(PayloadAddress address, Payload payload) {
    Payload now = f.apply(address, payload);
    if (now.equals(payload)) {
      return payload;
    }
    changed++;
    return now;
  }

  /** Returns the same list if no item changed. */
  private static <T> List<T> each(List<T> items, UnaryOperator<T> change) {
    List<T> now = new ArrayList<>(items.size());
    boolean same = true;
    for (T item : items) {
      T changed = change.apply(item);
      same &= changed == item;
      now.add(changed);
    }
    return same ? items : now;
  }
}
