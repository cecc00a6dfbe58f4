package io.harden4j.cli;

import io.harden4j.guard.policy.PolicyFile;
import io.harden4j.mcp.PlannedTool;
import io.harden4j.mcp.ServerSnapshot;
import io.harden4j.mcp.ToolLock;
import io.harden4j.mcp.ToolLock.Change;
import io.harden4j.tool.ToolResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks at MCP servers, keeps the lock of what is approved of them, and calls a tool. */
final class McpCommand implements Command {
  private static final Set<String> OPTIONS = Set.of("config", "lock", "env", "timeout");
  private static final Set<String> PLANNED =
      Set.of("config", "lock", "env", "timeout", "policy", "role");
  private static final Set<String> FLAGS = Set.of("allow-private");
  private static final Map<String, Form> FORMS = Map.of(
      "list", new Form(List.of(), PLANNED, FLAGS),
      "lock", new Form(List.of(), OPTIONS, FLAGS),
      "diff", new Form(List.of(), OPTIONS, FLAGS),
      "approve", new Form(List.of("WHAT"), OPTIONS, FLAGS),
      "call", new Form(List.of("TOOL", "ARGUMENTS"), OPTIONS, FLAGS));

  @Override
  public String name() {
    return "mcp";
  }

  @Override
  public String summary() {
    return "looks at MCP servers, keeps the lock of approved tools, calls a tool";
  }

  @Override
  public String usage() {
    return """
        harden4j mcp list|lock|diff --config FILE [options]
               harden4j mcp list --config FILE --policy FILE --role ROLE [options]
               harden4j mcp approve SERVER[.TOOL] --config FILE [options]
               harden4j mcp call SERVER.TOOL ARGUMENTS --config FILE [options]
          list                what each server has, and what of it is approved; a dry run. With --policy, what that says of each tool
          lock                approves servers that the lock does not know yet
          diff                what differs from the lock; exit code 1 if anything does
          approve             approves a server with all its tools, or one tool of it, as they are now
          call                calls an approved tool through the gate; ARGUMENTS is a JSON object
          --config FILE       servers, as Claude Desktop (mcpServers) or VS Code (servers) writes them
          --lock FILE         the lock, default mcp.lock.json beside the configuration
          --env NAME,NAME     variables of this process that ${NAME} in the configuration may stand for
          --policy FILE       a policy, for 'list': what it says of a call without arguments
          --role ROLE,ROLE    roles of who would call, for 'list', default none
          --timeout SECONDS   for each server's start and each request, default 30
          --allow-private     servers may have addresses of this machine or a local network
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) {
    String action = arguments.isEmpty() ? "" : arguments.get(0);
    Form form = FORMS.get(action);
    if (form == null) {
      throw new UsageException("'" + Shown.line(action)
          + "' is nothing to do with MCP servers; list, lock, diff, approve and call are");
    }
    Arguments given = form.read(arguments.subList(1, arguments.size()));
    OpenServers servers = OpenServers.of(given);
    return switch (action) {
      case "list" ->
        given.option("policy").isPresent() ? judge(servers, given, out) : list(servers, out);
      case "lock" -> lock(servers, out);
      case "diff" -> diff(servers, out);
      case "approve" -> approve(servers, given.word("WHAT"), out);
      default -> call(servers, given.word("TOOL"), given.word("ARGUMENTS"), out);
    };
  }

  private static int list(OpenServers servers, PrintStream out) {
    Table table = new Table("SERVER", "TOOL", "PIN", "STATE");
    boolean all = true;
    for (PlannedTool tool : servers.plan()) {
      boolean reached = !tool.verdict().equals("unreachable");
      all &= reached;
      table.row(
          tool.server(),
          reached ? tool.tool() : "-",
          tool.pin().isEmpty() ? "-" : tool.pin().substring(0, 12),
          tool.alias().isEmpty() ? tool.verdict() + ": " + tool.reason() : "approved");
    }
    table.print(out, "");
    return all ? Main.DONE : Main.NO;
  }

  private static int judge(OpenServers servers, Arguments given, PrintStream out) {
    PolicyFile policy = PolicyFile.read(Arguments.file(given.required("policy")));
    Set<String> roles = given.option("role").map(r -> Set.of(r.split(",", -1))).orElse(Set.of());
    Table table = new Table("SERVER", "TOOL", "PIN", "SINK", "VERDICT", "RULE");
    boolean all = true;
    for (PlannedTool tool : servers.plan(policy, roles)) {
      boolean reached = !tool.verdict().equals("unreachable");
      all &= reached;
      table.row(
          tool.server(),
          reached ? tool.tool() : "-",
          tool.pin().isEmpty() ? "-" : tool.pin().substring(0, 12),
          tool.sink().isEmpty() ? "-" : tool.sink(),
          tool.verdict(),
          tool.reason());
    }
    table.print(out, "");
    return all ? Main.DONE : Main.NO;
  }

  private static int lock(OpenServers servers, PrintStream out) {
    ToolLock lock = servers.lock();
    List<String> changed = new ArrayList<>();
    int added = 0;
    for (ServerSnapshot now : servers.snapshots()) {
      if (lock.server(now.server()).isEmpty()) {
        lock = lock.with(now);
        added++;
        out.println(
            "approved " + Shown.line(now.server()) + " with " + now.tools().size() + " tools");
      } else if (!lock.changes(now).isEmpty()) {
        changed.add(now.server());
      }
    }
    if (added > 0) {
      servers.write(lock);
    }
    changed.forEach(id -> out.println("not approved: " + Shown.line(id)
        + " differs from the lock; look at 'harden4j mcp diff', then 'harden4j mcp approve "
        + Shown.line(id) + "'"));
    return changed.isEmpty() ? Main.DONE : Main.NO;
  }

  private static int diff(OpenServers servers, PrintStream out) {
    Table table = new Table("SERVER", "WHAT", "TOOL", "APPROVED", "NOW");
    Map<String, String> descriptions = new TreeMap<>();
    for (ServerSnapshot now : servers.snapshots()) {
      for (Change change : servers.lock().changes(now)) {
        table.row(
            change.server(),
            change.kind(),
            change.tool(),
            shortened(change.before()),
            shortened(change.after()));
        ServerSnapshot.Tool tool = now.tools().get(change.tool());
        if (tool != null) {
          descriptions.put(change.server() + "." + change.tool(), tool.description());
        }
      }
    }
    if (table.isEmpty()) {
      out.println("nothing differs from the lock");
      return Main.DONE;
    }
    table.print(out, "");
    descriptions.forEach((tool, text) -> out.println(System.lineSeparator() + Shown.line(tool)
        + " says of itself (anybody may have written it):" + System.lineSeparator() + "  "
        + Shown.cut(text, 2_000)));
    return Main.NO;
  }

  private static String shortened(String text) {
    return text.isEmpty() ? "-" : text.matches("[0-9a-f]{64}") ? text.substring(0, 12) : text;
  }

  private static int approve(OpenServers servers, String what, PrintStream out) {
    int dot = what.indexOf('.');
    String id = dot < 0 ? what : what.substring(0, dot);
    ServerSnapshot now = servers.snapshot(id);
    if (dot < 0) {
      servers.write(servers.lock().with(now));
      out.println("approved " + Shown.line(id) + " with " + now.tools().size() + " tools");
      return Main.DONE;
    }
    String tool = what.substring(dot + 1);
    boolean known =
        servers.lock().server(id).filter(s -> s.tools().containsKey(tool)).isPresent();
    if (!now.tools().containsKey(tool) && !known) {
      throw new NotFoundException("server '" + id + "' has no usable tool '" + tool + "'");
    }
    servers.write(servers.lock().with(now, Set.of(tool)));
    out.println("approved " + Shown.line(what));
    return Main.DONE;
  }

  private static int call(OpenServers servers, String tool, String json, PrintStream out) {
    ToolResult result = servers.call(tool, json);
    out.println(
        result.isOk()
            ? Shown.text(result.text())
            : result.code() + ": " + Shown.text(result.text()));
    return result.isOk() ? Main.DONE : Main.NO;
  }
}
