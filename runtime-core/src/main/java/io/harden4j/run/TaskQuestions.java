package io.harden4j.run;

import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.effect.internal.Durations;
import io.harden4j.graph.Ask;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.observe.Unquoted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The questions of one attempt: reads answers that are there, collects what is still to be asked. Thread-safe. */
final class TaskQuestions {
  /** Kind of the question whether an effect happened. */
  static final String OUTCOME = "outcome";

  private static final Logger LOG = LoggerFactory.getLogger(TaskQuestions.class);

  private final RunContext run;
  private final TaskKey key;
  private final Supplier<Label> label;
  private @Nullable Map<String, Integer> asked;
  private List<Question> asks = List.of();

  /** @param label what the attempt has read when it asks */
  TaskQuestions(RunContext run, TaskKey key, Supplier<Label> label) {
    this.run = run;
    this.key = key;
    this.label = label;
  }

  /** Returns what binds a question to an effect: two calls alike have questions of their own. */
  static String binding(EffectKey effect, String binding) {
    return Digests.sha256(
        effect.name() + '\n' + effect.digest() + '\n' + effect.occurrence() + '\n' + binding);
  }

  /** Returns what binds the question of whether an execution of an effect happened. */
  static String outcome(EffectKey effect, int tries) {
    return binding(effect, "try " + tries);
  }

  /** Returns what is still to be asked. */
  synchronized List<Question> asks() {
    return asks;
  }

  /** Counts the questions that the node itself asks: it comes past all of them in each attempt. */
  synchronized int occurrence(String binding) {
    if (asked == null) {
      asked = new HashMap<>();
    }
    return asked.merge(binding, 1, Integer::sum) - 1;
  }

  /** An answer with its question; null where nobody has answered in time and the fallback counts. */
  record Answered<T>(@Nullable Question question, Labeled<T> value) {}

  /**
   * Returns the answer, or null after the question was asked. An answer that cannot be read is asked for again. Where a turn is over, the next one is asked;
   * after the last one the fallback counts, or there is an exception.
   */
  <T> @Nullable Answered<T> answered(String kind, String binding, int occurrence, Ask<T> ask) {
    requireDurable("asks a human");
    Instant now = run.clock().instant();
    Instant first = now;
    for (int turn = 0; turn <= ask.escalations().size(); turn++) {
      String bound = turn == 0 ? binding : binding + "/" + turn;
      Answered<T> answered = readable(kind, bound, occurrence, ask);
      if (answered != null) {
        return answered;
      }
      QuestionId id = run.questions().current(key, kind, bound, occurrence);
      Question known = run.questions().find(id);
      first = turn == 0 && known != null ? known.askedAt() : first;
      Questions.Turn whose = turn(ask, turn, first);
      boolean over =
          known != null ? known.isExpired(now) : whose.end() != null && !now.isBefore(whose.end());
      if (!over) {
        add(
            known != null
                ? known
                : run.questions().make(id, key, kind, ask, whose, bound, now, label.get()));
        return null;
      }
    }
    QuestionId id = run.questions().current(key, kind, binding, occurrence);
    T fallback = ask.fallback();
    if (fallback == null) {
      throw new QuestionExpiredException(id.value(), ask.text());
    }
    return new Answered<>(null, Labeled.of(fallback, label.get()));
  }

  private static Questions.Turn turn(Ask<?> ask, int turn, Instant first) {
    String audience =
        turn == 0 ? ask.audience() : ask.escalations().get(turn - 1).role();
    boolean last = turn == ask.escalations().size();
    Duration length = last ? ask.expiresIn() : ask.escalations().get(turn).after();
    Object fallback = ask.fallback();
    String then = !last
        ? "escalated to role '" + ask.escalations().get(turn).role() + "'"
        : fallback == null ? "" : "taken to be answered: " + fallback;
    return new Questions.Turn(
        audience,
        length == null ? null : first.plusMillis(Durations.millis(length)),
        Visible.text(then));
  }

  private <T> @Nullable Answered<T> readable(
      String kind, String binding, int occurrence, Ask<T> ask) {
    while (true) {
      QuestionId id = run.questions().current(key, kind, binding, occurrence);
      Question known = run.questions().find(id);
      if (known == null || known.answer() == null) {
        return null;
      }
      try {
        return new Answered<>(known, run.questions().answer(known, ask.type()));
      } catch (CodecException e) {
        LOG.warn(
            "the answer to question {} cannot be read as {}; it is asked again",
            id,
            ask.type().getSimpleName(),
            Unquoted.of(e));
        run.questions().setAside(id);
      }
    }
  }

  /** Returns the end of a wait once it is reached; before that waits for it and returns null. The end is fixed by the first look. */
  @Nullable
  Instant slept(String binding, UnaryOperator<Instant> end) {
    requireDurable("waits");
    Instant now = run.clock().instant();
    Question first = run.questions().first(key, Question.TIMER, binding);
    Instant fixed = first == null ? end.apply(now) : Objects.requireNonNull(first.expiresAt());
    if (!now.isBefore(fixed)) {
      return fixed;
    }
    QuestionId id = run.questions().current(key, Question.TIMER, binding, 0);
    await(id, Question.TIMER, "", binding, now, fixed);
    return null;
  }

  /** Says whether the time of a wait for an event is over; before that waits for it. Call it after a look at the mail. */
  boolean gaveUp(String event, String binding, Function<Instant, @Nullable Instant> end) {
    requireDurable("waits");
    Instant now = run.clock().instant();
    Question first = run.questions().first(key, Question.EVENT, binding);
    Instant fixed = first == null ? end.apply(now) : first.expiresAt();
    if (fixed != null && !now.isBefore(fixed)) {
      return true;
    }
    QuestionId id = run.questions().current(key, Question.EVENT, binding, 0);
    Question known = run.questions().find(id);
    while (known != null && known.answer() != null) {
      run.questions().setAside(id); // it was woken for an event that another one took
      id = run.questions().current(key, Question.EVENT, binding, 0);
      known = run.questions().find(id);
    }
    await(id, Question.EVENT, event, Signals.binding(event), now, fixed);
    return false;
  }

  private void await(
      QuestionId id,
      String kind,
      String what,
      String binding,
      Instant now,
      @Nullable Instant until) {
    Question known = run.questions().find(id);
    add(known != null ? known : run.questions().waiting(id, key, kind, what, binding, now, until));
  }

  private void requireDurable(String does) {
    if (!run.durable()) {
      throw new IllegalStateException("node '" + key.task().node() + "' " + does
          + ", but this run has Durability.NONE and could not go on afterwards; run it with"
          + " Durability.SYNC");
    }
  }

  private synchronized void add(Question question) {
    List<Question> more = new ArrayList<>(asks);
    more.add(question);
    asks = List.copyOf(more);
  }
}
