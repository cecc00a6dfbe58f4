package io.harden4j.langchain4j;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.graph.NodeContext;
import io.harden4j.label.Label;
import io.harden4j.label.Labeled;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Decision;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.RecordMark;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The decisions of a {@link Guard} as guardrails of LangChain4j, for the messages of one task. A message is put to the guard as a call of {@code message.input} or
 * {@code message.output} with the argument {@code text}, so one policy speaks about tools and messages: {@code role("agent").may("message.*")}. A message to a
 * model is a READ; what a model answers is a WRITE_EXTERNAL, under the label of everything that the task has read.
 *
 * <p><b>Verdicts.</b> Allow: the message passes, in the guard's form where it changed the text. Deny and AskHuman: the message is stopped, with the code and never
 * its text; nobody is asked about a message. An Allow under a condition for which there is no {@link #obligation handler} stops the message, too. Tools stay behind the gate whatever a guardrail says.
 *
 * <pre>{@code
 * MessageGuardrails messages = MessageGuardrails.of(guard, ctx).reading(List.of(Labeled.of(question, Label.user(ctx.principal()))));
 * AiServices.builder(Bot.class).inputGuardrails(messages.input()).outputGuardrails(messages.output())
 * }</pre>
 *
 * <p>Belongs to one task; thread-safe if the guard is.
 */
public final class MessageGuardrails {
  private static final String STOPPED = "this message could not pass under its conditions";

  private final Guard guard;
  private final NodeContext ctx;
  private final List<Labeled<String>> read;
  private final Map<String, Obligation.Handler> handlers;

  private MessageGuardrails(
      Guard guard,
      NodeContext ctx,
      List<Labeled<String>> read,
      Map<String, Obligation.Handler> handlers) {
    this.guard = guard;
    this.ctx = ctx;
    this.read = List.copyOf(read);
    this.handlers = Map.copyOf(handlers);
  }

  private record Judged(GuardRequest request, Decision decision) {}

  /** Returns guardrails for a task. */
  public static MessageGuardrails of(Guard guard, NodeContext ctx) {
    return new MessageGuardrails(guard, ctx, List.of(), Map.of());
  }

  /** Returns guardrails that know these texts: a link that one of the trusted ones names is no foreign link in an answer. */
  public MessageGuardrails reading(List<Labeled<String>> texts) {
    return new MessageGuardrails(guard, ctx, texts, handlers);
  }

  /** Returns guardrails that fulfil a condition of the guard on the text of messages, as the runtime's handler of this name does on results. */
  public MessageGuardrails obligation(String name, Obligation.Handler handler) {
    Map<String, Obligation.Handler> more = new HashMap<>(handlers);
    more.put(name, handler);
    return new MessageGuardrails(guard, ctx, read, more);
  }

  /** Returns the guardrail for what is sent to the model. */
  public InputGuardrail input() {
    return new InputGuardrail() {
      @Override
      public InputGuardrailResult validate(UserMessage message) {
        if (!message.hasSingleText()) {
          return fatal("this message holds more than one text, which the policy cannot judge");
        }
        String text = message.singleText();
        Judged judged = decide("input", Sink.READ, text);
        return judged
            .decision()
            .fold(
                allow -> {
                  ToolResult passed = fulfilled(judged.request(), allow);
                  return !passed.isOk()
                      ? fatal(passed.code() + ": " + STOPPED)
                      : passed.text().equals(text) ? success() : successWith(passed.text());
                },
                deny -> fatal(deny.code() + ": " + deny.toModel()),
                ask -> fatal("NEEDS_APPROVAL: this message needs a human's agreement"));
      }
    };
  }

  /** Returns the guardrail for what the model answers. */
  public OutputGuardrail output() {
    return new OutputGuardrail() {
      @Override
      public OutputGuardrailResult validate(AiMessage message) {
        String text = message.text() == null ? "" : message.text();
        Judged judged = decide("output", Sink.WRITE_EXTERNAL, text);
        return judged
            .decision()
            .fold(
                allow -> {
                  ToolResult passed = fulfilled(judged.request(), allow);
                  return !passed.isOk()
                      ? fatal(passed.code() + ": " + STOPPED)
                      : passed.text().equals(text) ? success() : successWith(passed.text());
                },
                deny -> fatal(deny.code() + ": " + deny.toModel()),
                ask -> fatal("NEEDS_APPROVAL: this answer needs a human's agreement"));
      }
    };
  }

  private Judged decide(String direction, Sink sink, String text) {
    ToolDeclaration declaration = ToolDeclaration.of(sink)
        .argument("text", ArgumentRole.CONTENT)
        .argument("reader", ArgumentRole.DESTINATION);
    CanonicalArguments arguments = CanonicalArguments.of(JsonNodeFactory.instance
        .objectNode()
        .put("text", text)
        .put("reader", ctx.principal().id()));
    GuardRequest request = new GuardRequest(
        ctx.principal(),
        ctx.run(),
        new ThreadKey(ctx.principal().tenant().id(), ctx.threadId()),
        ctx.node(),
        new ToolCall(new ToolRef("message", direction, ""), arguments),
        declaration,
        ctx.label(),
        Map.of("/reader", Label.user(ctx.principal())),
        read,
        ctx.now());
    return new Judged(request, guard.decide(request));
  }

  /** Fulfils what the guard demands, one condition after the other. */
  private ToolResult fulfilled(GuardRequest request, Decision.Allow allow) {
    ToolResult message = ToolResult.ok(text(allow));
    for (Obligation obligation : allow.obligations()) {
      if (obligation.name().equals(RecordMark.OBLIGATION)) {
        continue; // about results of tools
      }
      Obligation.Handler handler = handlers.get(obligation.name());
      if (handler == null) {
        return new ToolResult(ToolResult.Status.DENIED, "UNKNOWN_OBLIGATION", "", null);
      }
      message = handler.onResult(obligation, request, message);
      if (!message.isOk()) {
        return message;
      }
    }
    return message;
  }

  private static String text(Decision.Allow allow) {
    return allow.effective().arguments().tree().path("text").asText();
  }
}
