package io.harden4j.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.checkpoint.Digests;
import io.harden4j.graph.Ask;
import io.harden4j.tool.GatedOperation;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.NextRound;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolConnector;
import io.harden4j.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the rounds of one tool call, each an effect of its own past the gate. */
final class ToolRounds {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TaskContext ctx;

  ToolRounds(TaskContext ctx) {
    this.ctx = ctx;
  }

  /** A call is mostly one round. Where the connector says that answers are needed, they are asked for, and the call is made again with them. */
  ToolResult run(GuardedTool tool, ToolCall call, String callId) {
    GuardedTool current = tool;
    ToolResult result = perform(current, call, callId, "");
    for (int round = 2; round <= NextRound.MAX && isOpen(result); round++) {
      NextRound next = current.connector().next(result).orElse(null);
      if (next == null || !canAsk(next)) {
        break;
      }
      List<NextRound.Answer> answers = answers(next.questions());
      current = reachedBy(current, next.connector().apply(answers));
      String brought = result.structured() + JSON.valueToTree(answers);
      result = perform(current, call, callId, Digests.sha256(brought));
    }
    return result;
  }

  private static GuardedTool reachedBy(GuardedTool tool, ToolConnector connector) {
    return new GuardedTool(
        tool.ref(), tool.alias(), tool.description(), tool.schema(), tool.declaration(), connector);
  }

  private static boolean isOpen(ToolResult result) {
    return result.code().equals(NextRound.INPUT_REQUIRED);
  }

  /** A run that records nothing cannot wait for a human. */
  private boolean canAsk(NextRound next) {
    return next.questions().isEmpty() || ctx.scope().run().durable();
  }

  private List<NextRound.Answer> answers(List<NextRound.Question> questions) {
    if (questions.isEmpty()) {
      return List.of();
    }
    List<Ask<?>> asks = new ArrayList<>();
    questions.forEach(q -> asks.add(Ask.of(q.text(), NextRound.Answer.class).to(q.audience())));
    return ctx.askAll(asks).stream().map(NextRound.Answer.class::cast).toList();
  }

  private ToolResult perform(GuardedTool tool, ToolCall call, String callId, String round) {
    RunContext run = ctx.scope().run();
    GuardRequest request = new GuardRequest(
        run.principal(),
        run.run(),
        run.thread(),
        ctx.node(),
        call,
        tool.declaration().forCall(call.arguments()),
        ctx.label(),
        Map.of(),
        ctx.texts().all(),
        run.clock().instant());
    GatedOperation operation = run.gate().call(tool, request, callId, round);
    ToolResult result = run.road().perform(operation, ctx.scope());
    return operation
        .resultLabel()
        .map(label -> new ToolResults(ctx).seen(request, result, label))
        .orElse(result);
  }
}
