package io.harden4j.run;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.RunId;
import io.harden4j.identity.Ids;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Open questions of all threads of a tenant, and their answers. Works from any process on the same store, while a run holds the thread or not. Thread-safe. */
public final class Inbox {
  private final Parts parts;
  private final Questions questions;

  Inbox(Parts parts) {
    this.parts = parts;
    this.questions = new Questions(parts.vault(), new RunId(""));
  }

  /** Returns the open questions of the principal's tenant, oldest first, at most 100. */
  public List<OpenQuestion> open(Principal who) {
    return open(who, InboxQuery.tenant(who.tenant().id()));
  }

  /** Returns the open questions of one thread. */
  public List<OpenQuestion> open(Principal who, String threadId) {
    return open(
        who,
        InboxQuery.thread(new io.harden4j.checkpoint.ThreadKey(
            who.tenant().id(), Ids.require("threadId", threadId))));
  }

  /** Returns open questions by a query; its tenant must be the principal's. */
  public List<OpenQuestion> open(Principal who, InboxQuery query) {
    return page(who, query).items();
  }

  /** Returns a page of open questions by a query, oldest first; its tenant must be the principal's. Pages do not move while questions come and go. */
  public Page<OpenQuestion> page(Principal who, InboxQuery query) {
    if (!query.tenant().equals(who.tenant().id())) {
      return new Page<>(List.of(), null);
    }
    Page<Question> page = parts.store().open(query);
    return new Page<>(
        page.items().stream()
            .filter(q -> Question.isForPeople(q.kind()))
            .map(questions::shown)
            .toList(),
        page.next());
  }

  /** Returns the open questions that {@code who} may answer: those to anyone and to one of its roles, oldest first, at most 100. */
  public List<OpenQuestion> answerable(Principal who) {
    List<OpenQuestion> found = new ArrayList<>();
    InboxQuery all = InboxQuery.tenant(who.tenant().id());
    @Nullable String cursor = null;
    do {
      Page<OpenQuestion> page = page(who, all.page(cursor, all.limit()));
      page.items().stream()
          .filter(q -> q.audience().isEmpty() || who.roles().contains(q.audience()))
          .limit(all.limit() - found.size())
          .forEach(found::add);
      cursor = page.next();
    } while (cursor != null && found.size() < all.limit());
    return found;
  }

  /** Answers the question as it is now. See {@link #answer(OpenQuestion, Object, Principal)}. */
  public void answer(String questionId, Object answer, Principal by) {
    QuestionId id = new QuestionId(by.tenant().id(), questionId);
    Question question = parts
        .store()
        .question(id)
        .orElseThrow(() -> new AnswerRefusedException(id, AnswerResult.UNKNOWN));
    answer(question, question.revision(), answer, by);
  }

  /**
   * Answers a question. Then resume its thread; it goes on when all of its task's questions have answers.
   *
   * @param answer a value of the asked type; text is read as {@code yes}/{@code no}, a number, an enum's name or JSON where that is asked
   * @throws AnswerRefusedException if it was answered, withdrawn, changed or expired meanwhile, or is for a role that {@code by} does not have
   * @throws IllegalArgumentException if the answer is not of the asked type
   */
  public void answer(OpenQuestion question, Object answer, Principal by) {
    QuestionId id = new QuestionId(by.tenant().id(), question.id().value());
    Question stored = parts
        .store()
        .question(id)
        .orElseThrow(() -> new AnswerRefusedException(id, AnswerResult.UNKNOWN));
    answer(stored, question.revision(), answer, by);
  }

  private void answer(Question question, long revision, Object answer, Principal by) {
    if (!Question.isForPeople(question.kind())) {
      throw new AnswerRefusedException(question.id(), AnswerResult.UNKNOWN);
    }
    if (!question.audience().isEmpty() && !by.roles().contains(question.audience())) {
      throw new AnswerRefusedException(question.id(), AnswerResult.NOT_ALLOWED);
    }
    QuestionBody body = parts
        .vault()
        .open(
            new PayloadAddress.QuestionText(question.id()), QuestionBody.CODEC, question.question())
        .value();
    byte[] json = Answers.json(body, answer);
    AnswerResult result = parts
        .store()
        .answer(
            question.id(),
            revision,
            parts
                .vault()
                .seal(new PayloadAddress.AnswerText(question.id()), Raw.JSON, json, Label.user(by)),
            by.id());
    if (result != AnswerResult.ACCEPTED) {
      throw new AnswerRefusedException(question.id(), result);
    }
    parts.wakeups().ring();
  }
}
