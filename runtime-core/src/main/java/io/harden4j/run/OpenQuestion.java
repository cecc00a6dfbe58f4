package io.harden4j.run;

import io.harden4j.checkpoint.QuestionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question that waits for a human.
 *
 * @param id        answer it by this
 * @param threadId  the thread that waits
 * @param branch    its branch
 * @param node      the node that asked
 * @param kind      {@code ask}, {@code approval}, {@code outcome} or {@code breakpoint}
 * @param text      what is asked, with control characters made visible
 * @param answers   possible answers where they are a closed set, such as {@code yes, no}; else empty
 * @param type      kind of answer expected: {@code boolean}, {@code text}, {@code number}, an enum's or a record's name
 * @param audience  role that may answer, or empty
 * @param askedAt   when
 * @param expiresAt until when, or null
 * @param onExpiry  what happens then, or empty: escalated to a role, or an answer that is taken
 * @param revision  pass it on when you answer, to be refused if the question changed meanwhile
 */
public record OpenQuestion(
    QuestionId id,
    String threadId,
    String branch,
    String node,
    String kind,
    String text,
    List<String> answers,
    String type,
    String audience,
    Instant askedAt,
    @Nullable Instant expiresAt,
    String onExpiry,
    long revision) {
  /** Copies the list. */
  public OpenQuestion {
    answers = List.copyOf(answers);
  }
}
