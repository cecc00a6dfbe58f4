package io.harden4j.langchain4j;

import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An object with LangChain4j's {@code @Tool} methods, as tools behind the gate. A method is called by the gate only, with the bytes that were decided on, and every
 * method needs a declaration of what it does. Immutable; each method returns a changed copy.
 *
 * <pre>{@code
 * GuardedTools orders = GuardedTools.of(new OrderTools()).server("orders")
 *     .declare("find_order", d -> d.sink(READ).argument("id", IDENTIFIER))
 *     .declare("refund", d -> d.sink(SPEND).argument("iban", DESTINATION).argument("amount", AMOUNT).notIdempotent());
 *
 * AgentRuntime.builder().tools(orders.tools())
 * }</pre>
 *
 * <p><b>Exceptions of a method.</b> {@link io.harden4j.effect.TransientException}: nothing was done, try again. {@link IllegalArgumentException} and
 * {@link io.harden4j.tool.ToolRejectedException}: refused, the model reads why. Any other: the model reads it if the tool only reads; else the outcome is unknown,
 * and the runtime repeats the call if the tool is declared repeatable or asks a human for the outcome.
 *
 * <p><b>Thread safety.</b> The methods are called from several threads if a model's calls run concurrently.
 */
public final class GuardedTools {
  private final Object target;
  private final String server;
  private final Map<String, UnaryOperator<ToolDeclaration>> declarations;

  private GuardedTools(
      Object target, String server, Map<String, UnaryOperator<ToolDeclaration>> declarations) {
    this.target = target;
    this.server = server;
    this.declarations = declarations;
  }

  /** Reads the {@code @Tool} methods of an object. Their server is named after its class, in lower case, until {@link #server} says otherwise. */
  public static GuardedTools of(Object tools) {
    String name = tools.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return new GuardedTools(tools, name.isEmpty() ? "local" : name, Map.of());
  }

  /** Returns these tools under another server name, the one that policies and {@code b.tools(...)} use. */
  public GuardedTools server(String name) {
    return new GuardedTools(target, name, declarations);
  }

  /**
   * Says what a tool is. The declaration begins as {@link Sink#EXECUTE}, the gravest, so start with {@code d.sink(...)}.
   *
   * @param tool name of the tool, as models see it
   */
  public GuardedTools declare(String tool, UnaryOperator<ToolDeclaration> declaration) {
    Map<String, UnaryOperator<ToolDeclaration>> more = new LinkedHashMap<>(declarations);
    more.put(tool, declaration);
    return new GuardedTools(target, server, more);
  }

  /**
   * Returns the tools, for {@code AgentRuntime.builder().tools(...)}.
   *
   * @throws ToolDefinitionException if a method is not declared, a declaration names no method or no parameter, or a method cannot be a tool; all at once
   */
  public List<GuardedTool> tools() {
    List<String> faults = new ArrayList<>();
    Map<String, ToolMethod> methods = ToolMethod.of(target.getClass(), faults);
    declarations.keySet().stream()
        .filter(name -> !methods.containsKey(name))
        .forEach(name -> faults.add("'" + name + "' is declared, but no @Tool method has this name."
            + " Tools: " + methods.keySet()));
    List<GuardedTool> tools = new ArrayList<>();
    methods.forEach((name, method) -> {
      UnaryOperator<ToolDeclaration> declaration = declarations.get(name);
      if (declaration == null) {
        faults.add("'" + name + "' is not declared. Write " + method.lineToWrite());
      } else {
        tools.add(tool(method, declaration.apply(ToolDeclaration.of(Sink.EXECUTE)), faults));
      }
    });
    if (!faults.isEmpty()) {
      throw new ToolDefinitionException(target.getClass().getName(), faults);
    }
    return List.copyOf(tools);
  }

  private GuardedTool tool(ToolMethod method, ToolDeclaration declaration, List<String> faults) {
    declaration.roles().keySet().stream()
        .filter(argument -> !method.argumentNames().contains(argument))
        .forEach(argument -> faults.add("'" + method.name() + "' has no argument '" + argument
            + "'; arguments: " + method.argumentNames()));
    return new GuardedTool(
        new ToolRef(server, method.name(), ""),
        method.name(),
        method.description(),
        method.schema(),
        declaration,
        new MethodConnector(target, method, declaration.sink().isRead()));
  }
}
