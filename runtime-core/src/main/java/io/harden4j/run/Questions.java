package io.harden4j.run;

import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PayloadVault;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.effect.internal.Durations;
import io.harden4j.graph.Ask;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The questions of a thread's frontier: makes new ones, reads answers. Thread-safe. */
final class Questions {
  private Map<QuestionId, Question> known = Map.of();
  private Set<QuestionId> aside = Set.of();
  private Map<TaskKey, TaskKey> aliases = Map.of();
  private final PayloadVault vault;
  private final RunId run;

  Questions(PayloadVault vault, RunId run) {
    this.vault = vault;
    this.run = run;
  }

  synchronized void remember(Collection<Question> questions) {
    if (!questions.isEmpty()) {
      open();
    }
    questions.forEach(q -> known.put(q.id(), q));
  }

  /** Most runs ask nothing: the maps are made when they are needed. */
  private void open() {
    if (!(known instanceof HashMap)) {
      known = new HashMap<>();
      aside = new HashSet<>();
      aliases = new HashMap<>();
    }
  }

  /** Says whether there is none at all. */
  synchronized boolean isEmpty() {
    return known.isEmpty();
  }

  synchronized @Nullable Question find(QuestionId id) {
    return known.get(id);
  }

  /** Returns the questions of a task that still wait at {@code now}. */
  synchronized List<Question> openOf(TaskId task, Instant now) {
    if (known.isEmpty()) {
      return List.of();
    }
    return known.values().stream()
        .filter(q -> q.task().task().equals(task) && q.isOpen(now))
        .toList();
  }

  /** Returns what people are still asked, oldest first. */
  List<OpenQuestion> shown(Instant now) {
    return open(now).stream()
        .filter(q -> Question.isForPeople(q.kind()))
        .map(this::shown)
        .toList();
  }

  /** Returns the timers and events that are still waited for, oldest first. */
  List<Wait> waits(Instant now) {
    return open(now).stream()
        .filter(q -> !Question.isForPeople(q.kind()))
        .map(this::shownWait)
        .toList();
  }

  private synchronized List<Question> open(Instant now) {
    return known.values().stream()
        .filter(q -> q.isOpen(now))
        .sorted(java.util.Comparator.comparing(Question::askedAt)
            .thenComparing(q -> q.id().value()))
        .toList();
  }

  /** Names a question: the same text of the same task of a run and occurrence is the same question. */
  private QuestionId id(TaskKey task, String kind, String binding, int occurrence) {
    String value = Digests.sha256(String.join(
        "\n",
        run.value(),
        task.thread().threadId(),
        task.branch(),
        task.task().toString(),
        "" + task.epoch(),
        kind,
        binding,
        "" + occurrence));
    return new QuestionId(task.thread().tenant(), "q-" + value.substring(0, 20));
  }

  /** Lets tasks that a migration renamed find their questions under their old names, for this segment. */
  synchronized void alias(Map<TaskKey, TaskKey> oldNames) {
    open();
    aliases.putAll(oldNames);
  }

  /** Names the question a task has now: one that was withdrawn is asked again under a new name. */
  synchronized QuestionId current(TaskKey task, String kind, String binding, int occurrence) {
    TaskKey named = aliases.getOrDefault(task, task);
    QuestionId id = id(named, kind, binding, occurrence);
    for (int again = 1; ; again++) {
      Question there = known.get(id);
      if (there == null || !(there.closed() || aside.contains(id))) {
        return id;
      }
      id = id(named, kind, binding + "#" + again, occurrence);
    }
  }

  /** Treats a question as withdrawn: its answer cannot be read. */
  synchronized void setAside(QuestionId id) {
    open();
    aside.add(id);
  }

  /** Returns the question that a task asked first under this binding, withdrawn or not, or null. */
  synchronized @Nullable Question first(TaskKey task, String kind, String binding) {
    return known.get(id(aliases.getOrDefault(task, task), kind, binding, 0));
  }

  /** Makes what a task waits for instead of a human. */
  Question waiting(
      QuestionId id,
      TaskKey task,
      String kind,
      String what,
      String binding,
      Instant now,
      @Nullable Instant until) {
    QuestionBody body = QuestionBody.of(what, Boolean.class);
    return new Question(
        id,
        task,
        kind,
        vault.seal(new PayloadAddress.QuestionText(id), QuestionBody.CODEC, body, Label.SYSTEM),
        binding,
        "",
        null,
        null,
        now,
        until,
        1,
        false);
  }

  /** Makes a question. */
  Question make(
      QuestionId id,
      TaskKey task,
      String kind,
      Ask<?> ask,
      String binding,
      Instant now,
      Label label) {
    Instant end =
        ask.expiresIn() == null ? null : now.plusMillis(Durations.millis(ask.expiresIn()));
    return make(id, task, kind, ask, new Turn(ask.audience(), end, ""), binding, now, label);
  }

  /**
   * Whose turn it is to answer.
   *
   * @param audience role, or empty for anyone
   * @param end      until when, or null for ever
   * @param onExpiry what happens then, or empty
   */
  record Turn(String audience, @Nullable Instant end, String onExpiry) {}

  /** Makes a question to whose turn it is. */
  Question make(
      QuestionId id,
      TaskKey task,
      String kind,
      Ask<?> ask,
      Turn turn,
      String binding,
      Instant now,
      Label label) {
    QuestionBody body =
        QuestionBody.of(Visible.text(ask.text()), ask.type()).onExpiry(turn.onExpiry());
    return new Question(
        id,
        task,
        kind,
        vault.seal(new PayloadAddress.QuestionText(id), QuestionBody.CODEC, body, label),
        binding,
        turn.audience(),
        null,
        null,
        now,
        turn.end(),
        1,
        false);
  }

  /** Reads the answer of a question. */
  <T> Labeled<T> answer(Question question, Class<T> type) {
    return vault.open(
        new PayloadAddress.AnswerText(question.id()),
        JsonCodec.of(type),
        java.util.Objects.requireNonNull(question.answer()));
  }

  /** Returns what a task waits for instead of a human. */
  Wait shownWait(Question q) {
    QuestionBody body = vault
        .open(new PayloadAddress.QuestionText(q.id()), QuestionBody.CODEC, q.question())
        .value();
    boolean event = q.kind().equals(Question.EVENT);
    return new Wait(
        event ? Wait.Kind.EVENT : Wait.Kind.TIMER,
        q.task().task().node(),
        event ? body.text() : "",
        q.askedAt(),
        q.expiresAt());
  }

  /** Returns what a human is shown. */
  OpenQuestion shown(Question q) {
    QuestionBody body = vault
        .open(new PayloadAddress.QuestionText(q.id()), QuestionBody.CODEC, q.question())
        .value();
    return new OpenQuestion(
        q.id(),
        q.task().thread().threadId(),
        q.task().branch(),
        q.task().task().node(),
        q.kind(),
        body.text(),
        body.answers(),
        body.type(),
        q.audience(),
        q.askedAt(),
        q.expiresAt(),
        body.onExpiry() == null ? "" : body.onExpiry(),
        q.revision());
  }
}
