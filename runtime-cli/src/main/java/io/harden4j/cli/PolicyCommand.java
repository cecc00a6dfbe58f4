package io.harden4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.harden4j.guard.StandardGuard;
import io.harden4j.guard.audit.RecordedCalls;
import io.harden4j.guard.policy.DeclarationYaml;
import io.harden4j.guard.policy.PolicyDiff;
import io.harden4j.guard.policy.PolicyFile;
import io.harden4j.guard.policy.PolicyTable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks, tests and compares policies, and drafts declarations. */
final class PolicyCommand implements Command {
  private static final Form LINT = new Form(List.of("lint", "POLICY"), Set.of(), Set.of());
  private static final Form TEST = new Form(List.of("test", "POLICY", "TABLE"), Set.of(), Set.of());
  private static final Form SIMULATE = new Form(
      List.of("simulate", "OLD", "NEW", "CALLS"),
      Set.of("keys", "roles", "tenant"),
      Set.of("no-laxer"));
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
        harden4j policy simulate OLD NEW CALLS [options]
        harden4j policy suggest TOOLS --server NAME
          POLICY, OLD, NEW  a policy file
          TABLE             calls, with the verdict each must get for 'test'
          CALLS             a table, or what runs really did: files of CallRecorder or the folder with them, an audit
                            trail or an incident pack (needs --roles), a checkpoint store (needs --tenant): a folder
                            or an SQLite file
          --keys DIR        keys of FileAuditKeys, where recording or trail are sealed
          --roles A,B       roles of the principals of a trail, which does not keep them
          --tenant T        whose threads of a store
          --no-laxer        exit code 1 if the new policy permits more of any call
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
    PolicyFile before = PolicyFile.read(Arguments.file(given.word("OLD")));
    PolicyFile after = PolicyFile.read(Arguments.file(given.word("NEW")));
    Path path = Arguments.path(given.word("CALLS"));
    if (!Files.exists(path)) {
      throw new UsageException("there is no '" + Shown.line(path.toString()) + "'");
    }
    Optional<RecordedCalls> recorded = new SimulationSource(path, given).read();
    RecordedCalls calls = recorded.orElseGet(() -> PolicyTable.read(path).recorded(before, after));
    PolicyDiff diff = PolicyDiff.of(calls.calls(), before.compile(), after.compile());
    diff.otherVerdicts().forEach(change -> print(change, recorded.isPresent(), out));
    diff.otherConditions()
        .forEach(change -> out.println(named(change, recorded.isPresent()) + ": "
            + change.before().verdict() + " under other conditions: "
            + Shown.line(change.before().conditions()) + " -> "
            + Shown.line(change.after().conditions())));
    out.println(calls.calls().size() + " calls, " + diff.otherVerdicts().size()
        + " with another verdict, " + diff.laxer().size() + " of them permitted more"
        + (calls.unreadable() == 0
            ? ""
            : "; " + calls.unreadable() + " records left out: their arguments are not known"));
    return given.has("no-laxer") && !diff.laxer().isEmpty() ? Main.NO : Main.DONE;
  }

  private static void print(PolicyDiff.Change change, boolean recorded, PrintStream out) {
    out.println(named(change, recorded) + ": " + said(change.before()) + " -> "
        + said(change.after()) + (change.isLaxer() ? " (permits more)" : ""));
  }

  private static String named(PolicyDiff.Change change, boolean recorded) {
    String id = Shown.line(change.call().id());
    return recorded
        ? id + " " + Shown.line(change.call().request().call().tool().qualifiedName())
        : id;
  }

  private static String said(PolicyDiff.Said said) {
    return said.verdict() + " by " + Shown.line(said.rule());
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
