package io.harden4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.guard.StandardGuard;
import io.harden4j.guard.policy.DeclarationYaml;
import io.harden4j.guard.policy.PolicyFile;
import io.harden4j.guard.policy.PolicyTable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Checks, tests and compares policies, and drafts declarations. */
final class PolicyCommand implements Command {
  private static final Form LINT = new Form(List.of("lint", "POLICY"), Set.of(), Set.of());
  private static final Form TEST = new Form(List.of("test", "POLICY", "TABLE"), Set.of(), Set.of());
  private static final Form SIMULATE =
      new Form(List.of("simulate", "OLD", "NEW", "TABLE"), Set.of(), Set.of());
  private static final Form SUGGEST =
      new Form(List.of("suggest", "TOOLS"), Set.of("server"), Set.of());

  @Override
  public String name() {
    return "policy";
  }

  @Override
  public String summary() {
    return "checks, tests and compares policies, and drafts what tools are";
  }

  @Override
  public String usage() {
    return """
        harden4j policy lint POLICY
        harden4j policy test POLICY TABLE
        harden4j policy simulate OLD NEW TABLE
        harden4j policy suggest TOOLS --server NAME
          POLICY, OLD, NEW  a policy file
          TABLE             calls, with the verdict each must get for 'test'
          TOOLS             JSON that an MCP server answers to tools/list
          --server NAME     name under which the application knows the server
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) {
    String action = arguments.isEmpty() ? "" : arguments.get(0);
    return switch (action) {
      case "lint" -> lint(LINT.read(arguments), out);
      case "test" -> test(TEST.read(arguments), out);
      case "simulate" -> simulate(SIMULATE.read(arguments), out);
      case "suggest" -> suggest(SUGGEST.read(arguments), out);
      default ->
        throw new UsageException("'" + Shown.line(action)
            + "' is nothing to do with a policy; lint, test, simulate and suggest are");
    };
  }

  private static int lint(Arguments given, PrintStream out) {
    PolicyFile file = PolicyFile.read(Arguments.file(given.word("POLICY")));
    StandardGuard guard = file.compile();
    out.println("in order: policy '" + Shown.line(file.id()) + "', "
        + file.tools().size() + " tools, hash " + guard.policyHash());
    return Main.DONE;
  }

  private static int test(Arguments given, PrintStream out) {
    PolicyFile file = PolicyFile.read(Arguments.file(given.word("POLICY")));
    List<PolicyTable.Verdict> verdicts =
        PolicyTable.read(Arguments.file(given.word("TABLE"))).under(file.compile(), file.tools());
    List<PolicyTable.Verdict> wrong =
        verdicts.stream().filter(v -> !v.isExpected()).toList();
    wrong.forEach(v -> out.println("WRONG " + Shown.line(v.call().id()) + ": " + v.verdict()
        + " by " + Shown.line(v.rule()) + ", expected " + v.call().expect()));
    out.println(verdicts.size() + " calls, " + wrong.size() + " wrong");
    return wrong.isEmpty() ? Main.DONE : Main.NO;
  }

  private static int simulate(Arguments given, PrintStream out) {
    PolicyTable table = PolicyTable.read(Arguments.file(given.word("TABLE")));
    PolicyFile before = PolicyFile.read(Arguments.file(given.word("OLD")));
    PolicyFile after = PolicyFile.read(Arguments.file(given.word("NEW")));
    List<PolicyTable.Verdict> old = table.under(before.compile(), before.tools());
    List<PolicyTable.Verdict> next = table.under(after.compile(), after.tools());
    int changed = 0;
    for (int i = 0; i < old.size(); i++) {
      if (!old.get(i).verdict().equals(next.get(i).verdict())) {
        changed++;
        out.println(Shown.line(old.get(i).call().id()) + ": " + old.get(i).verdict() + " by "
            + Shown.line(old.get(i).rule()) + " -> " + next.get(i).verdict() + " by "
            + Shown.line(next.get(i).rule()));
      }
    }
    out.println(old.size() + " calls, " + changed + " with another verdict");
    return Main.DONE;
  }

  private static int suggest(Arguments given, PrintStream out) {
    Path tools = Arguments.file(given.word("TOOLS"));
    try {
      JsonNode list = new ObjectMapper().readTree(Files.readString(tools));
      out.print(DeclarationYaml.draft(given.required("server"), list));
      return Main.DONE;
    } catch (JsonProcessingException e) {
      throw new UsageException("'" + Shown.line(tools.toString()) + "' is no JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
