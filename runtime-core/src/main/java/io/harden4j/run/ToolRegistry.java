package io.harden4j.run;

import dev.langchain4j.agent.tool.ToolSpecification;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.ToolSpecifications;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tools of a runtime by alias. Sources are asked at each look-up, so that a changed list takes effect at the next model turn. */
final class ToolRegistry {
  private final List<Supplier<List<GuardedTool>>> sources;

  ToolRegistry(List<Supplier<List<GuardedTool>>> sources) {
    this.sources = List.copyOf(sources);
  }

  /** Says whether there can be tools at all. */
  boolean hasTools() {
    return !sources.isEmpty();
  }

  /** Returns the tools of these servers, or all. @throws IllegalStateException if two share an alias or a qualified name */
  Map<String, GuardedTool> select(Set<String> servers) {
    Map<String, GuardedTool> byAlias = new LinkedHashMap<>();
    Map<String, GuardedTool> byName = new HashMap<>();
    for (Supplier<List<GuardedTool>> source : sources) {
      for (GuardedTool tool : source.get()) {
        GuardedTool same = byAlias.putIfAbsent(tool.alias(), tool);
        GuardedTool sameName = byName.putIfAbsent(tool.ref().qualifiedName(), tool);
        if (same != null || sameName != null) {
          throw new IllegalStateException("two tools are named '" + tool.alias() + "' or '"
              + tool.ref().qualifiedName() + "'; rename one: neither silently wins");
        }
      }
    }
    if (!servers.isEmpty()) {
      byAlias.values().removeIf(t -> !servers.contains(t.ref().server()));
    }
    return byAlias;
  }

  /** Says whether the gate issued exactly this specification. */
  boolean issued(ToolSpecification specification) {
    GuardedTool tool = select(Set.of()).get(specification.name());
    return tool != null && ToolSpecifications.of(tool).equals(specification);
  }

  /** Finds a tool by alias, {@code server.name}, or a name that only one of them has. */
  static @Nullable GuardedTool find(Map<String, GuardedTool> tools, String name) {
    GuardedTool byAlias = tools.get(name);
    if (byAlias != null) {
      return byAlias;
    }
    List<GuardedTool> fits = new ArrayList<>();
    for (GuardedTool tool : tools.values()) {
      if (tool.ref().name().equals(name) || tool.ref().isNamed(name)) {
        fits.add(tool);
      }
    }
    return fits.size() == 1 ? fits.get(0) : null;
  }
}
