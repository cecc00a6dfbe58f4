package io.harden4j.observability;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import java.util.Set;

/**
 * Every attribute name we emit. The {@code gen_ai.*} ones are those of the GenAI conventions v0.1.0, the {@code langfuse.*} ones those of Langfuse 4, and those of
 * MCP stand in {@link #PROTOCOL}. Names are API:
 * a test compares them with a list, and a change needs a line in the changelog.
 */
final class Names {
  static final AttributeKey<String> SESSION = text("session.id");
  static final AttributeKey<String> USER = text("user.id");
  static final AttributeKey<String> ERROR_TYPE = text("error.type");

  static final AttributeKey<String> CONVERSATION = text("gen_ai.conversation.id");
  static final AttributeKey<String> OPERATION = text("gen_ai.operation.name");
  static final AttributeKey<String> AGENT_NAME = text("gen_ai.agent.name");
  static final AttributeKey<String> AGENT_VERSION = text("gen_ai.agent.version");
  static final AttributeKey<String> PROVIDER = text("gen_ai.provider.name");
  static final AttributeKey<String> REQUEST_MODEL = text("gen_ai.request.model");
  static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
  static final AttributeKey<Long> INPUT_TOKENS = number("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> OUTPUT_TOKENS = number("gen_ai.usage.output_tokens");
  static final AttributeKey<String> INPUT_MESSAGES = text("gen_ai.input.messages");
  static final AttributeKey<String> OUTPUT_MESSAGES = text("gen_ai.output.messages");
  static final AttributeKey<String> DATA_SOURCE = text("gen_ai.data_source.id");
  static final AttributeKey<Long> TOP_K = number("gen_ai.retrieval.top_k");
  static final AttributeKey<String> QUERY = text("gen_ai.retrieval.query.text");
  static final AttributeKey<String> DOCUMENTS = text("gen_ai.retrieval.documents");
  static final AttributeKey<String> TOOL_NAME = text("gen_ai.tool.name");
  static final AttributeKey<String> TOOL_TYPE = text("gen_ai.tool.type");
  static final AttributeKey<String> TOOL_CALL = text("gen_ai.tool.call.id");
  static final AttributeKey<String> TOOL_ARGUMENTS = text("gen_ai.tool.call.arguments");
  static final AttributeKey<String> TOOL_RESULT = text("gen_ai.tool.call.result");
  static final AttributeKey<String> GUARD_NAME = text("gen_ai.guardrail.component.name");
  static final AttributeKey<String> GUARD_TARGET = text("gen_ai.guardrail.target.type");
  static final AttributeKey<String> GUARD_SUBTYPE = text("gen_ai.guardrail.target.subtype");
  static final AttributeKey<String> VERDICT = text("gen_ai.guardrail.verdict.type");
  static final AttributeKey<String> VERDICT_REASON = text("gen_ai.guardrail.verdict.reason");
  static final AttributeKey<String> ACTION = text("gen_ai.guardrail.action.type");

  static final AttributeKey<String> RUN = text("harden4j.run.id");
  static final AttributeKey<String> GRAPH = text("harden4j.graph.name");
  static final AttributeKey<Long> SEGMENT = number("harden4j.segment");
  static final AttributeKey<String> TENANT = text("harden4j.tenant");
  static final AttributeKey<String> OUTCOME = text("harden4j.outcome");
  static final AttributeKey<String> NODE = text("harden4j.node.name");
  static final AttributeKey<String> NAMESPACE = text("harden4j.node.namespace");
  static final AttributeKey<String> TASK = text("harden4j.node.task");
  static final AttributeKey<Long> STEP = number("harden4j.node.step");
  static final AttributeKey<Long> ATTEMPT = number("harden4j.node.attempt");
  static final AttributeKey<Long> EFFECT_ATTEMPT = number("harden4j.effect.attempt");
  static final AttributeKey<String> EFFECT = text("harden4j.effect.name");
  static final AttributeKey<Long> HITS = number("harden4j.retrieval.hits");
  static final AttributeKey<String> TOOL_SERVER = text("harden4j.tool.server");
  static final AttributeKey<String> RULE = text("harden4j.guard.rule");
  static final AttributeKey<String> INTEGRITY = text("harden4j.label.integrity");
  static final AttributeKey<Long> CHECKPOINT = number("harden4j.checkpoint.id");
  static final AttributeKey<Long> BYTES = number("harden4j.checkpoint.bytes");
  static final AttributeKey<String> STORE = text("harden4j.checkpoint.store");
  static final AttributeKey<String> INTERRUPT = text("harden4j.interrupt.id");
  static final AttributeKey<Long> WAIT = number("harden4j.interrupt.wait_ms");
  static final AttributeKey<String> INPUT = text("harden4j.input");
  static final AttributeKey<String> OUTPUT = text("harden4j.output");
  static final AttributeKey<Long> COST = number("harden4j.cost.micro");

  static final AttributeKey<String> LF_TRACE_NAME = text("langfuse.trace.name");
  static final AttributeKey<String> LF_TRACE_TENANT = text("langfuse.trace.metadata.tenant");
  static final AttributeKey<Long> LF_TRACE_VERSION =
      number("langfuse.trace.metadata.graph_version");
  static final AttributeKey<String> LF_TYPE = text("langfuse.observation.type");
  static final AttributeKey<String> LF_LEVEL = text("langfuse.observation.level");
  static final AttributeKey<String> LF_STATUS = text("langfuse.observation.status_message");
  static final AttributeKey<String> LF_INPUT = text("langfuse.observation.input");
  static final AttributeKey<String> LF_OUTPUT = text("langfuse.observation.output");
  static final AttributeKey<String> LF_USAGE = text("langfuse.observation.usage_details");
  static final AttributeKey<String> LF_COST = text("langfuse.observation.cost_details");
  static final AttributeKey<String> LF_NODE = text("langfuse.observation.metadata.langgraph_node");
  static final AttributeKey<Long> LF_STEP = number("langfuse.observation.metadata.langgraph_step");
  static final AttributeKey<String> LF_OUTCOME = text("langfuse.observation.metadata.run_outcome");
  static final AttributeKey<Long> LF_CHECKPOINT =
      number("langfuse.observation.metadata.checkpoint_id");
  static final AttributeKey<Long> LF_WAIT = number("langfuse.observation.metadata.wait_ms");

  /** Metric of the conventions for MCP, and the fact that it is made of: seconds of one request. */
  static final String MCP_DURATION = "mcp.client.operation.duration";

  /** Metric of the conventions for MCP: seconds of one session. */
  static final String MCP_SESSION = "mcp.client.session.duration";

  static final AttributeKey<String> MCP_METHOD = text("mcp.method.name");
  static final AttributeKey<String> TRANSPORT = text("network.transport");
  static final AttributeKey<String> RPC_STATUS = text("rpc.response.status_code");

  /** Facts that connectors attach under the names of the conventions for MCP, and that keep them. */
  static final Set<String> PROTOCOL = Set.of(
      "mcp.method.name",
      "mcp.protocol.version",
      "mcp.session.id",
      "mcp.resource.uri",
      "jsonrpc.request.id",
      "network.transport",
      "rpc.response.status_code",
      "server.address",
      "server.port");

  /** Where facts go that some library attached under a key of its own: never under the bare name, which Langfuse might take for content. */
  static final String FOREIGN = "harden4j.fact.";

  private Names() {}

  private static AttributeKey<String> text(String name) {
    return AttributeKey.stringKey(name);
  }

  private static AttributeKey<Long> number(String name) {
    return AttributeKey.longKey(name);
  }
}
