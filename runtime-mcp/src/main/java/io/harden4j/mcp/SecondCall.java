package io.harden4j.mcp;

import io.harden4j.tool.NextRound;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolResult;
import io.harden4j.tool.ToolResult.Status;
import java.util.List;

/**
 * The second call of a tool that is not declared repeatable, which is what an answer costs that a server up to 2025-11-25 could not wait for. It is never made
 * silently: the human who is asked is told what it means, and whoever declines leaves it at the first call.
 */
final class SecondCall {
  private static final int SHOWN = 500;

  private SecondCall() {}

  /** Returns what the question says beside the server's words; nothing if a second call can do no harm. */
  static String warning(OpenRound open) {
    String said = open.said();
    return said == null
        ? ""
        : "\nThe server could not wait for you: the call has ended, and what it did before it asked stays done. This tool is not declared repeatable. If you accept,"
            + " the whole call is made a second time, with your answer; if you decline, it is not. What it said when it ended (its own words, not checked): "
            + Texts.printable(Texts.shorten(said, SHOWN));
  }

  static boolean isAgreed(OpenRound open, List<NextRound.Answer> answers) {
    boolean agreed = !answers.isEmpty() && answers.stream().allMatch(NextRound.Answer::accepted);
    return open.said() == null || agreed;
  }

  /** Returns a connector that sends nothing and says how the first call ended. */
  static ToolConnector notMade(OpenRound open) {
    ToolResult result = new ToolResult(
        Status.TOOL_ERROR,
        "NOT_ANSWERED",
        "The tool asked the user something and got no answer, so it was not called again. What it said when it ended: "
            + open.said(),
        null);
    return permit -> result;
  }
}
