package io.harden4j.mcp;

import io.harden4j.observe.Durations;
import io.harden4j.tool.ToolDeclaration;
import java.time.Duration;
import java.util.Map;

/**
 * What holds for a server whatever carries its messages. Immutable; made by {@link ServerBuilder}.
 *
 * @param id           what the application calls the server: part of every tool's name
 * @param timeout      most time without an answer or a sign of progress; the tool's declaration bounds the whole call
 * @param startTimeout from start to agreement on a revision
 * @param limits       bounds on what the server may send
 * @param declarations what its tools are, by their own name; others are not shown to models; copied
 * @param methods      what its other methods are, where they are to be used; copied
 * @param pins         expected hash of a tool's definition; copied
 * @param era          how to begin
 * @param scope        who shares a connection
 * @param elicitation  what becomes of its questions
 * @param listener     hears its notices
 * @param logLevel     least level of its log text, or empty
 * @param locked       what was approved of it
 * @param neighbours   the other servers
 * @param durations    who measures its sessions
 */
record ServerSettings(
    String id,
    Duration timeout,
    Duration startTimeout,
    McpLimits limits,
    Map<String, ToolDeclaration> declarations,
    Map<McpMethod, ToolDeclaration> methods,
    Map<String, String> pins,
    ProtocolEra era,
    ConnectionScope scope,
    Elicitation elicitation,
    McpListener listener,
    String logLevel,
    LockedServer locked,
    Neighbours neighbours,
    Durations durations) {
  ServerSettings {
    declarations = Map.copyOf(declarations);
    methods = Map.copyOf(methods);
    pins = Map.copyOf(pins);
  }

  /** Says whether a tool is declared harmless to call twice. */
  boolean isRepeatable(String tool) {
    ToolDeclaration declaration = declarations.get(tool);
    return declaration != null && declaration.idempotent();
  }

  ServerSettings lockedBy(ToolLock lock) {
    return with(LockedServer.of(lock, id), neighbours, durations);
  }

  ServerSettings among(Neighbours others, Durations measuredBy) {
    return with(locked, others, measuredBy);
  }

  private ServerSettings with(LockedServer lock, Neighbours others, Durations measuredBy) {
    return new ServerSettings(
        id,
        timeout,
        startTimeout,
        limits,
        declarations,
        methods,
        pins,
        era,
        scope,
        elicitation,
        listener,
        logLevel,
        lock,
        others,
        measuredBy);
  }
}
