package io.harden4j.examples.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer that nobody has checked yet.
 *
 * @param answer  text for the customer
 * @param sources pages of the handbook it rests on
 * @param refund  a refund that the answer proposes, or null
 * @param fault   why the model's text could not be read as a draft; empty if it could
 */
record Draft(String answer, List<String> sources, @Nullable RefundProposal refund, String fault) {
  private static final ObjectMapper JSON = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();

  Draft(
      @Nullable String answer,
      @Nullable List<String> sources,
      @Nullable RefundProposal refund,
      @Nullable String fault) {
    this.answer = answer == null ? "" : answer;
    this.sources = sources == null ? List.of() : List.copyOf(sources);
    this.refund = refund;
    this.fault = fault == null ? "" : fault;
  }

  /** Reads what a model said; text around the JSON object is tolerated. What cannot be read becomes a draft with a fault. */
  static Draft read(@Nullable String said) {
    String text = said == null ? "" : said;
    int start = text.indexOf('{');
    int end = text.lastIndexOf('}');
    if (start < 0 || end < start) {
      return unreadable("it holds no JSON object");
    }
    try {
      return JSON.readValue(text.substring(start, end + 1), Draft.class);
    } catch (JsonProcessingException e) {
      return unreadable(e.getOriginalMessage().lines().findFirst().orElse("it is not valid JSON"));
    }
  }

  /** Returns this draft without its refund: for one that was paid already, by a call that a human released. */
  Draft withoutRefund() {
    return new Draft(answer, sources, null, fault);
  }

  private static Draft unreadable(String why) {
    return new Draft("", List.of(), null, "the answer could not be read: " + why);
  }
}
