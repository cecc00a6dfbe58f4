package io.harden4j.checkpoint;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Questions of one thread in memory. Not thread-safe: its thread's lock guards it; the index over all threads is. */
final class MemoryQuestions {
  private final Map<QuestionId, Question> questions = new LinkedHashMap<>(4);
  private final ConcurrentMap<QuestionId, MemoryThread> index;
  private final MemoryThread owner;
  private final InstantSource clock;

  MemoryQuestions(
      MemoryThread owner, ConcurrentMap<QuestionId, MemoryThread> index, InstantSource clock) {
    this.owner = owner;
    this.index = index;
    this.clock = clock;
  }

  @Nullable
  Question get(QuestionId id) {
    return questions.get(id);
  }

  void ask(Question q) {
    Question kept = q.askedOver(questions.get(q.id()), clock.instant());
    if (kept != null) {
      questions.put(q.id(), kept);
      index.put(q.id(), owner);
    }
  }

  void withdraw(QuestionId id) {
    questions.computeIfPresent(id, (k, q) -> q.closed() ? q : q.withdrawn());
  }

  /** Returns the questions with changed payloads, to be put back by {@link #replace}. */
  List<Question> renewed(Reencryption change) {
    List<Question> renewed = new ArrayList<>(questions.size());
    questions.values().forEach(q -> renewed.add(change.question(q)));
    return renewed;
  }

  void replace(List<Question> renewed) {
    renewed.forEach(q -> questions.put(q.id(), q));
  }

  AnswerResult answer(QuestionId id, long revision, Payload answer, String by) {
    Question q = questions.get(id);
    AnswerResult result =
        q == null ? AnswerResult.UNKNOWN : q.answerable(revision, clock.instant());
    if (q != null && result == AnswerResult.ACCEPTED) {
      questions.put(id, q.answered(answer, by));
    }
    return result;
  }

  void collect(InboxQuery query, List<Question> into) {
    Instant now = clock.instant();
    for (Question q : questions.values()) {
      if (q.isOpen(now) && query.matches(q)) {
        into.add(q);
      }
    }
  }

  List<Question> of(Set<TaskKey> tasks) {
    List<Question> found = new ArrayList<>();
    for (Question q : questions.values()) {
      if (tasks.contains(q.task())) {
        found.add(q);
      }
    }
    return found;
  }

  /** Says whether the task has asked something and nothing of it is open. */
  boolean hasOnlyClosed(TaskKey task, Instant now) {
    boolean any = false;
    for (Question q : questions.values()) {
      if (q.task().equals(task)) {
        if (q.isOpen(now)) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  long retain(Set<TaskKey> needed) {
    long before = questions.size();
    questions.values().removeIf(q -> !needed.contains(q.task()));
    index.entrySet().removeIf(e -> e.getValue() == owner && !questions.containsKey(e.getKey()));
    return before - questions.size();
  }

  void clear() {
    questions.keySet().forEach(index::remove);
    questions.clear();
  }
}
