package io.harden4j.checkpoint.internal;

import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.Failure;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.TaskRecord;
import io.harden4j.checkpoint.TaskState;
import io.harden4j.checkpoint.ThreadKey;

/** How leases, task records, effects and questions of one thread are written. */
public final class JournalFormat {
  private final ThreadKey thread;
  private final CheckpointFormat checkpoints;

  public JournalFormat(ThreadKey thread) {
    this.thread = thread;
    this.checkpoints = new CheckpointFormat(thread);
  }

  public void task(FrameWriter out, TaskRecord r) {
    key(out, r.key());
    out.number(r.attempt()).constant(r.state());
    out.list(r.writes(), CheckpointFormat::entry);
    out.list(r.spawned(), CheckpointFormat::planned);
    out.list(r.asks(), this::question);
    out.maybe(r.failure(), (o, f) -> o.text(f.type()).text(f.message()));
    out.instant(r.at());
  }

  public TaskRecord task(FrameReader in) {
    return new TaskRecord(
        key(in),
        in.integer(),
        in.constant(TaskState.class),
        in.list(CheckpointFormat::entry),
        in.list(CheckpointFormat::planned),
        in.list(this::question),
        in.maybe(i -> new Failure(i.text(), i.text())),
        in.instant());
  }

  public void effect(FrameWriter out, EffectRecord e) {
    key(out, e.key());
    out.flag(e.consequential()).text(e.idempotencyKey()).constant(e.state());
    out.maybe(e.request(), FrameWriter::payload).maybe(e.result(), FrameWriter::payload);
  }

  public EffectRecord effect(FrameReader in) {
    return new EffectRecord(
        effectKey(in),
        in.flag(),
        in.text(),
        in.constant(EffectState.class),
        in.maybe(FrameReader::payload),
        in.maybe(FrameReader::payload));
  }

  public void key(FrameWriter out, EffectKey k) {
    key(out, k.task());
    out.text(k.name()).text(k.digest()).number(k.occurrence());
  }

  public EffectKey effectKey(FrameReader in) {
    return new EffectKey(key(in), in.text(), in.text(), in.integer());
  }

  public void question(FrameWriter out, Question q) {
    out.text(q.id().tenant()).text(q.id().value());
    key(out, q.task());
    out.text(q.kind()).payload(q.question()).text(q.bindingHash()).text(q.audience());
    out.maybe(q.answer(), FrameWriter::payload).maybe(q.answeredBy(), FrameWriter::text);
    out.instant(q.askedAt()).maybe(q.expiresAt(), FrameWriter::instant);
    out.number(q.revision()).flag(q.closed());
  }

  public Question question(FrameReader in) {
    return new Question(
        new QuestionId(in.text(), in.text()),
        key(in),
        in.text(),
        in.payload(),
        in.text(),
        in.text(),
        in.maybe(FrameReader::payload),
        in.maybe(FrameReader::text),
        in.instant(),
        in.maybe(FrameReader::instant),
        in.number(),
        in.flag());
  }

  public void lease(FrameWriter out, Lease l) {
    checkpoints.own(l.thread());
    Owner o = l.owner();
    out.text(o.host()).number(o.pid()).instant(o.processStart()).text(o.name());
    out.number(l.fence()).instant(l.until());
  }

  public Lease lease(FrameReader in) {
    Owner owner = new Owner(in.text(), in.number(), in.instant(), in.text());
    return new Lease(thread, owner, in.number(), in.instant());
  }

  private void key(FrameWriter out, TaskKey k) {
    checkpoints.own(k.thread());
    out.text(k.branch());
    CheckpointFormat.task(out, k.task());
    out.number(k.epoch());
  }

  private TaskKey key(FrameReader in) {
    return new TaskKey(thread, in.text(), CheckpointFormat.task(in), in.integer());
  }
}
