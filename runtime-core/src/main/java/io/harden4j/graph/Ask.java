package io.harden4j.graph;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to a human. Immutable.
 *
 * @param text        what is asked
 * @param type        type of the answer; a record, enum, number, text or boolean
 * @param audience    role that may answer, or empty for anyone of the tenant
 * @param expiresIn   how long it stays open, or null for ever; from when it was asked first, escalations included
 * @param escalations who is asked when nobody has answered, in order of time
 * @param fallback    the answer where nobody has given one in time, or null: then the node gets an exception
 * @param <T>         type of the answer
 */
public record Ask<T>(
    String text,
    Class<T> type,
    String audience,
    @Nullable Duration expiresIn,
    List<Escalation> escalations,
    @Nullable T fallback) {
  /**
   * Another role that is asked.
   *
   * @param role  the role; from then on it alone may answer
   * @param after how long after the question was asked first
   */
  public record Escalation(String role, Duration after) {
    /** Refuses what cannot come. */
    public Escalation {
      if (role.isBlank() || after.isNegative() || after.isZero()) {
        throw new IllegalArgumentException(
            "an escalation to '" + role + "' after " + after + " needs a role and some time");
      }
    }
  }

  /** Refuses empty questions and times out of order. */
  public Ask {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a question needs a text; the human sees nothing else");
    }
    escalations = List.copyOf(escalations);
    Duration last = Duration.ZERO;
    for (Escalation e : escalations) {
      if (e.after().compareTo(last) <= 0) {
        throw new IllegalArgumentException(
            "escalations are out of order: " + escalations + "; each comes after the one before");
      }
      last = e.after();
    }
    if (expiresIn != null && expiresIn.compareTo(last) <= 0 && !escalations.isEmpty()) {
      throw new IllegalArgumentException("the question expires in " + expiresIn
          + ", before it is escalated: " + escalations + "; let it expire later");
    }
    if (fallback != null && expiresIn == null) {
      throw new IllegalArgumentException(
          "an answer for want of another needs an end of the question; say expiresIn(...) first");
    }
  }

  /** Returns a question that anyone of the tenant may answer, for ever. */
  public static <T> Ask<T> of(String text, Class<T> type) {
    return new Ask<>(text, type, "", null, List.of(), null);
  }

  /** Returns this question for one role. */
  public Ask<T> to(String role) {
    return new Ask<>(text, type, role, expiresIn, escalations, fallback);
  }

  /** Returns this question with an expiry. */
  public Ask<T> within(Duration time) {
    return expiresIn(time);
  }

  /** Returns this question with an expiry: after that nobody can answer it, and the node goes on with {@link #orElse}, or with an exception. */
  public Ask<T> expiresIn(Duration time) {
    return new Ask<>(text, type, audience, time, escalations, fallback);
  }

  /**
   * Returns this question asking another role if nobody has answered after some time, counted from when it was asked first. Done by a worker or the next
   * resume. Where {@code askAll} asks several questions, it waits until no other of them is open.
   */
  public Ask<T> escalateTo(String role, Duration after) {
    List<Escalation> more = new ArrayList<>(escalations);
    more.add(new Escalation(role, after));
    return new Ask<>(text, type, audience, expiresIn, more, fallback);
  }

  /** Returns this question with the answer that is taken where nobody has given one in time; on the record as such. */
  public Ask<T> orElse(T answer) {
    return new Ask<>(text, type, audience, expiresIn, escalations, answer);
  }
}
