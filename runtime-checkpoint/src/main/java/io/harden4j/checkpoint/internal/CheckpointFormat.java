package io.harden4j.checkpoint.internal;

import io.harden4j.checkpoint.BarrierState;
import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.GraphVersion;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.ThreadKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** How checkpoints and key entries of one thread are written; the thread itself is named in the file's header only. */
public final class CheckpointFormat {
  private final ThreadKey thread;

  public CheckpointFormat(ThreadKey thread) {
    this.thread = thread;
  }

  public void write(FrameWriter out, Checkpoint c) {
    ref(out, c.ref());
    out.maybe(c.parent(), this::ref);
    out.text(c.run().value()).number(c.segment()).constant(c.cause());
    out.number(c.step()).number(c.epoch());
    out.text(c.graph().name()).number(c.graph().version()).text(c.graph().fingerprint());
    map(out, c.versions(), FrameWriter::number);
    out.number(c.planned());
    out.list(c.frontier(), CheckpointFormat::planned);
    out.list(c.barriers(), CheckpointFormat::barrier);
    out.constant(c.status());
    spent(out, c.spent());
    out.text(c.traceparent());
    map(out, c.tags(), FrameWriter::text);
    out.instant(c.at());
  }

  public Checkpoint read(FrameReader in) {
    return new Checkpoint(
        ref(in),
        in.maybe(this::ref),
        new RunId(in.text()),
        in.integer(),
        in.constant(Cause.class),
        in.integer(),
        in.integer(),
        new GraphVersion(in.text(), in.integer(), in.text()),
        map(in, FrameReader::number),
        in.integer(),
        in.list(CheckpointFormat::planned),
        in.list(CheckpointFormat::barrier),
        in.constant(RunStatus.class),
        spent(in),
        in.text(),
        map(in, FrameReader::text),
        in.instant());
  }

  public static void entry(FrameWriter out, KeyEntry e) {
    out.text(e.ns()).text(e.key()).number(e.version()).constant(e.kind()).payload(e.data());
  }

  public static KeyEntry entry(FrameReader in) {
    return new KeyEntry(
        in.text(), in.text(), in.number(), in.constant(KeyEntry.Kind.class), in.payload());
  }

  public static void task(FrameWriter out, TaskId t) {
    out.text(t.ns()).text(t.node()).text(t.ordinal()).number(t.visit());
  }

  public static TaskId task(FrameReader in) {
    return new TaskId(in.text(), in.text(), in.text(), in.integer());
  }

  public static void planned(FrameWriter out, PlannedTask t) {
    task(out, t.id());
    out.maybe(t.input(), FrameWriter::payload).maybe(t.control(), FrameWriter::payload);
  }

  public static PlannedTask planned(FrameReader in) {
    return new PlannedTask(
        task(in), in.maybe(FrameReader::payload), in.maybe(FrameReader::payload));
  }

  /** Refuses what belongs to another thread: its name would be lost. */
  public void own(ThreadKey other) {
    if (!thread.equals(other)) {
      throw new IllegalArgumentException("a record of thread '" + other.threadId()
          + "' does not belong to thread '" + thread.threadId() + "'");
    }
  }

  private void ref(FrameWriter out, CheckpointRef ref) {
    own(ref.thread());
    out.text(ref.branch()).number(ref.seq());
  }

  private CheckpointRef ref(FrameReader in) {
    return new CheckpointRef(thread, in.text(), in.number());
  }

  private static void barrier(FrameWriter out, BarrierState b) {
    out.text(b.ns()).text(b.target());
    out.list(new TreeSet<>(b.arrived()), FrameWriter::text);
    out.maybe(b.control(), FrameWriter::payload);
  }

  private static BarrierState barrier(FrameReader in) {
    return new BarrierState(
        in.text(),
        in.text(),
        new HashSet<>(in.list(FrameReader::text)),
        in.maybe(FrameReader::payload));
  }

  private static void spent(FrameWriter out, Spent s) {
    out.number(s.steps()).number(s.modelCalls()).number(s.toolCalls());
    out.number(s.inputTokens()).number(s.outputTokens());
    out.number(s.microMoney()).number(s.wallMillis());
  }

  private static Spent spent(FrameReader in) {
    return new Spent(
        in.number(), in.number(), in.number(), in.number(), in.number(), in.number(), in.number());
  }

  private static <V> void map(
      FrameWriter out, Map<String, V> map, BiConsumer<FrameWriter, V> value) {
    out.list(
        new TreeMap<>(map).entrySet(), (o, e) -> value.accept(o.text(e.getKey()), e.getValue()));
  }

  private static <V> Map<String, V> map(FrameReader in, Function<FrameReader, V> value) {
    Map<String, V> map = new HashMap<>();
    in.list(i -> map.put(i.text(), value.apply(i)));
    return map;
  }
}
