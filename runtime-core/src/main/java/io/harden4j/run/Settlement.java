package io.harden4j.run;

import org.jspecify.annotations.Nullable;

/**
 * How a human settles the unknown outcome of an effect: the answer to a question of kind {@code outcome}.
 *
 * @param happened   whether it took place; if not, it is executed now
 * @param resultJson its result as JSON, if it took place and has one
 */
public record Settlement(boolean happened, @Nullable String resultJson) {
  /** It took place, with this result as JSON (for a tool call: see {@link #didHappenWithText}). */
  public static Settlement didHappen(@Nullable String resultJson) {
    return new Settlement(true, resultJson);
  }

  /** The tool call took place; the model sees this text as its result. */
  public static Settlement didHappenWithText(String text) {
    String quoted = com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    return new Settlement(
        true, "{\"status\":\"OK\",\"code\":\"\",\"text\":" + quoted + ",\"structured\":null}");
  }

  /** It did not take place and may be executed now. */
  public static Settlement didNotHappen() {
    return new Settlement(false, null);
  }
}
