package io.harden4j.tool;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What has to happen before a call is done whose connector returned {@link #INPUT_REQUIRED}: humans answer, then the same call is made again with what they
 * said. Each round is an effect of its own: the guard decides again, the gate mints a permit, the journal keeps the result. So a run may suspend between two
 * rounds and go on in another process.
 *
 * @param questions what is asked, all at once; may be empty; copied
 * @param connector makes the next round's connector from the answers, in the order of the questions; pure, since a replay makes it again
 */
public record NextRound(List<Question> questions, Function<List<Answer>, ToolConnector> connector) {
  /** Code of a result that is not the call's last. Its structured form holds all that the next round needs. */
  public static final String INPUT_REQUIRED = "INPUT_REQUIRED";

  /** Most rounds of one call; a connector that wants more gets its last result returned as it is. */
  public static final int MAX = 8;

  /** Copies the list. */
  public NextRound {
    questions = List.copyOf(questions);
  }

  /**
   * A question that a system asks in the middle of a call. Its words are the system's, as untrusted as any result.
   *
   * @param text     what the human sees
   * @param audience role that may answer, or empty for anyone of the tenant
   */
  public record Question(String text, String audience) {}

  /**
   * What a human answered, as JSON {@code {"accepted": true, "values": {"name": "value"}}}.
   *
   * @param accepted whether the question was answered; false declines
   * @param values   the answer's fields; kept in order
   */
  public record Answer(boolean accepted, Map<String, Object> values) {
    /** Copies the map; none is an empty one. */
    public Answer {
      values = values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }
}
