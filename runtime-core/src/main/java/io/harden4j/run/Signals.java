package io.harden4j.run;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CodecException;
import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.identity.Ids;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to threads and wakes who waits for them. The value travels through {@link Mail} alone; the answer to a waiting task's question only says that
 * there is something to look for. A task looks after its question is open, a sender looks for questions after the event is durable: one of the two sees the
 * other.
 */
final class Signals {
  private static final String LOOK = "true";

  private final Parts parts;
  private final Mail mail;

  Signals(Parts parts) {
    this.parts = parts;
    this.mail = new Mail(parts);
  }

  /** Returns what an event's questions are bound to. */
  static String binding(String event) {
    return Digests.sha256("event\n" + event);
  }

  void send(Principal from, String threadId, String event, Object value, String id) {
    if (event.isBlank()) {
      throw new IllegalArgumentException("an event needs a name; whoever waits names it");
    }
    ThreadKey thread = new ThreadKey(from.tenant().id(), Ids.require("threadId", threadId));
    if (parts.store().list(heads(thread)).items().isEmpty()) {
      throw Leasing.unknown(thread, CheckpointRef.MAIN);
    }
    Label sender = Label.user(from);
    Object content = value instanceof Labeled<?> given ? given.value() : value;
    Label label = value instanceof Labeled<?> given ? sender.join(given.label()) : sender;
    mail.put(thread, event, id, json(event, content), label);
    for (Question q : waiting(thread)) {
      if (q.bindingHash().equals(binding(event))) {
        wake(q, from.id());
      }
    }
    parts.wakeups().ring();
  }

  private static io.harden4j.checkpoint.CheckpointQuery heads(ThreadKey thread) {
    return io.harden4j.checkpoint.CheckpointQuery.thread(thread).page(null, 1);
  }

  /** Wakes tasks whose event has come between their look and their question. Returns whether there were any. */
  boolean wakeThoseWithMail(ThreadKey thread, String branch) {
    boolean any = false;
    for (Question q : waiting(thread)) {
      Questions questions = new Questions(parts.vault(), new io.harden4j.checkpoint.RunId(""));
      boolean here = q.task().branch().equals(branch);
      if (here && mail.has(thread, questions.shownWait(q).event())) {
        wake(q, "");
        any = true;
      }
    }
    return any;
  }

  /** Answers a wait; somebody else may have done so. */
  private void wake(Question q, String by) {
    parts
        .store()
        .answer(
            q.id(),
            q.revision(),
            parts
                .vault()
                .seal(
                    new PayloadAddress.AnswerText(q.id()),
                    Raw.JSON,
                    LOOK.getBytes(StandardCharsets.UTF_8),
                    Label.SYSTEM),
            by);
  }

  private List<Question> waiting(ThreadKey thread) {
    List<Question> all = new ArrayList<>();
    InboxQuery query =
        new InboxQuery(thread.tenant(), thread.threadId(), Question.EVENT, null, null, null, 100);
    @Nullable String cursor = null;
    do {
      Page<Question> page = parts.store().open(query.page(cursor, query.limit()));
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  @SuppressWarnings("unchecked")
  private static <T> String json(String event, T value) {
    Class<?> type =
        value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    JsonCodec<T> codec = JsonCodec.of((Class<T>) type);
    codec
        .problem()
        .filter(p -> !(value instanceof java.util.Collection || value instanceof java.util.Map))
        .ifPresent(problem -> {
          throw new CodecException("event '" + event + "' cannot be stored: " + problem, null);
        });
    return new String(codec.encode(value), StandardCharsets.UTF_8);
  }
}
