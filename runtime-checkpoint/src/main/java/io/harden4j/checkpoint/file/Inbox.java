package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.CheckpointStoreException;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.Position;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Questions of all threads: the names of their files say which thread has them. Thread-safe. */
final class Inbox {
  private final ThreadLogs logs;

  Inbox(ThreadLogs logs) {
    this.logs = logs;
  }

  Page<Question> open(InboxQuery query, Instant now) {
    List<Question> found = new ArrayList<>();
    for (ThreadKey thread : asking(query)) {
      logs.read(thread, (index, items) -> {
        for (Asking q : index.questions().values()) {
          if (items != null && q.outline().isOpen(now) && query.matches(q.outline())) {
            found.add(items.question(q));
          }
        }
        return found;
      });
    }
    return Position.page(found, Position::of, Position.OLDEST_FIRST, query.cursor(), query.limit());
  }

  private Collection<ThreadKey> asking(InboxQuery query) {
    String threadId = query.threadId();
    if (threadId != null) {
      return List.of(new ThreadKey(query.tenant(), threadId));
    }
    try {
      return logs.names().threads(query.tenant());
    } catch (IOException e) {
      throw new CheckpointStoreException("cannot read the inbox: " + e.getMessage(), e);
    }
  }

  Optional<Question> question(QuestionId id) {
    return threadOf(id)
        .flatMap(thread -> logs.read(thread, (index, items) -> {
          Asking there = index.questions().get(id);
          return there == null || items == null
              ? Optional.empty()
              : Optional.of(items.question(there));
        }));
  }

  AnswerResult answer(QuestionId id, long revision, Payload answer, String by) {
    return threadOf(id)
        .map(thread ->
            logs.change(thread, StoreOp.ANSWER, tx -> Journal.answer(tx, id, revision, answer, by)))
        .orElse(AnswerResult.UNKNOWN);
  }

  private Optional<ThreadKey> threadOf(QuestionId id) {
    try {
      return logs.names().thread(id);
    } catch (IOException e) {
      throw new CheckpointStoreException("cannot find question " + id + ": " + e.getMessage(), e);
    }
  }
}
