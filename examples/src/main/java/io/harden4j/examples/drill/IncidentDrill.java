package io.harden4j.examples.drill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.harden4j.checkpoint.file.FileCheckpointStore;
import io.harden4j.checkpoint.file.FileControlStore;
import io.harden4j.graph.StateGraph;
import io.harden4j.graph.StateKey;
import io.harden4j.graph.Update;
import io.harden4j.guard.StandardGuard;
import io.harden4j.guard.audit.AuditRecords;
import io.harden4j.guard.audit.AuditReport;
import io.harden4j.guard.audit.AuditVerifier;
import io.harden4j.guard.audit.CallRecorder;
import io.harden4j.guard.audit.FileAuditKeys;
import io.harden4j.guard.audit.FileAuditSink;
import io.harden4j.guard.audit.FileCheckpoints;
import io.harden4j.guard.audit.IncidentPack;
import io.harden4j.guard.audit.RecordedCalls;
import io.harden4j.guard.audit.SignedAudit;
import io.harden4j.guard.control.ControlStoreKillSwitch;
import io.harden4j.guard.policy.PolicyDiff;
import io.harden4j.guard.policy.PolicyHolder;
import io.harden4j.identity.Principal;
import io.harden4j.run.AgentRuntime;
import io.harden4j.run.RunOptions;
import io.harden4j.run.RunResult;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import io.harden4j.tool.ToolResult;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An agent writes to all customers though it was asked to write to one, and somebody stops it: the drill of {@code docs/incident-response.md}, step by step, on
 * durable stores in a folder. The policy let it through, because the principal's role may send mail.
 */
public final class IncidentDrill {
  private static final Principal ANA = Principal.of("ana", "acme", "assistant");
  private static final RunOptions THREAD = RunOptions.thread("letters").as(ANA);
  private static final String SCOPE = "tool:mail/send";
  private static final List<String> CUSTOMERS =
      List.of("bob@acme.example", "eve@acme.example", "joe@acme.example");
  private static final StateKey<String> DONE = StateKey.of("done", String.class).orElse("");
  private static final StateGraph LETTERS = StateGraph.builder("letters")
      .state(DONE)
      .node("write", ctx -> {
        StringBuilder done = new StringBuilder();
        for (String customer : CUSTOMERS) {
          String call = "{\"to\":\"" + customer + "\",\"text\":\"our new prices\"}";
          done.append(ctx.tools().call("send", call).status()).append(' ');
        }
        return Update.of(DONE, done.toString().strip());
      })
      .start("write")
      .edge("write", StateGraph.END)
      .build();

  private final PrintStream out;
  private final Path home;
  private final FileAuditKeys tenants;
  private final FileAuditSink chain;
  private final KeyPair signing;
  private final CallRecorder recorder;
  private final PolicyHolder policy;
  private final ControlStoreKillSwitch kill;
  private final List<String> sent = new ArrayList<>();

  private IncidentDrill(PrintStream out, Path home) {
    this.out = out;
    this.home = home;
    this.tenants = FileAuditKeys.in(home.resolve("keys"));
    this.chain = FileAuditSink.in(home.resolve("audit")).withArguments(tenants);
    this.signing = keys();
    this.kill = ControlStoreKillSwitch.over(FileControlStore.open(home.resolve("control")));
    this.policy =
        PolicyHolder.of(StandardGuard.builder().role("assistant").may("mail.*").build());
    this.recorder = CallRecorder.over(policy, home.resolve("calls"), "drill").sealed(tenants);
  }

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no Ed25519; use a JDK 17 or later", e);
    }
  }

  /**
   * Performs the drill in a new folder.
   *
   * @param home where; a folder with the time in its name is made in it
   * @return 0 if every step ended as the page says
   */
  public static int run(PrintStream out, Path home) {
    try {
      Files.createDirectories(home);
      return new IncidentDrill(out, Files.createTempDirectory(home, "incident-")).perform();
    } catch (IOException e) {
      throw new UncheckedIOException("the drill cannot write to " + home, e);
    }
  }

  private int perform() throws IOException {
    FileCheckpoints elsewhere = FileCheckpoints.in(home.resolve("elsewhere.jsonl"));
    boolean good = true;
    try (FileCheckpointStore store = FileCheckpointStore.open(home.resolve("checkpoints"));
        SignedAudit audit =
            SignedAudit.over(chain, elsewhere, signing.getPrivate()).every(1);
        AgentRuntime runtime = AgentRuntime.builder()
            .checkpoints(store)
            .guard(recorder)
            .audit(audit)
            .killSwitch(kill)
            .tools(List.of(mail()))
            .graphs(LETTERS)
            .build()) {
      RunResult stopped = runtime.run(LETTERS, Update.none(), THREAD);
      good &= check(
          stopped instanceof RunResult.Cancelled && sent.size() == 1,
          "the run was stopped behind " + sent.size() + " of " + CUSTOMERS.size() + " mails");
      String run = stopped.info().run().value();
      good &= look(run);
      good &= verify(elsewhere);
      good &= pack(run);
      good &= correct();
      good &= lift(runtime);
    }
    good &= erase();
    return good ? 0 : 1;
  }

  /** Behind the first mail somebody notices, and stops the tool; in another process that takes half a second at most. */
  private GuardedTool mail() {
    return new GuardedTool(
        new ToolRef("mail", "send", ""),
        "send",
        "Sends a mail",
        JsonNodeFactory.instance.objectNode().put("additionalProperties", true),
        ToolDeclaration.of(Sink.WRITE_EXTERNAL)
            .argument("to", ArgumentRole.DESTINATION)
            .repeatable(),
        permit -> {
          permit.arguments();
          sent.add("mail");
          if (sent.size() == 1) {
            step(IncidentStep.NOTICE);
            out.println("   a customer got prices that nobody meant to send");
            step(IncidentStep.STOP);
            kill.engage(SCOPE, "incident 7: prices to all customers");
          }
          return ToolResult.ok("sent");
        });
  }

  private boolean look(String run) throws IOException {
    step(IncidentStep.LOOK);
    List<AuditRecords.Entry> records = AuditRecords.of(lines()).ofRun(run).all();
    records.forEach(entry -> out.println("   " + entry.text("sequence") + " "
        + entry.text("phase") + " " + entry.text("outcome") + " " + entry.text("tool") + " by "
        + entry.text("rule")));
    return check(!records.isEmpty(), "the trail has " + records.size() + " records of the run");
  }

  private boolean verify(FileCheckpoints elsewhere) {
    step(IncidentStep.VERIFY);
    AuditReport report =
        AuditVerifier.verify(chain.file("acme"), "acme", elsewhere.lines(), signing.getPublic());
    return check(report.isIntact(), report.records() + " records are in order and signed for");
  }

  private boolean pack(String run) throws IOException {
    step(IncidentStep.PACK);
    IncidentPack pack = IncidentPack.of(run, lines(), AuditVerifier.verify(chain.file("acme")))
        .withPolicy(policy.current().describe());
    Path zip = home.resolve("incident-7.zip");
    pack.write(zip);
    boolean silent = pack.names().stream().noneMatch(name -> pack.text(name).contains("eve@"));
    return check(silent, zip.getFileName() + " has " + pack.names() + ", and no argument in clear");
  }

  private boolean correct() throws IOException {
    step(IncidentStep.CORRECT);
    StandardGuard stricter = StandardGuard.builder()
        .role("assistant")
        .may("mail.*")
        .and()
        .nobodyMay("mail.send")
        .build();
    RecordedCalls calls =
        RecordedCalls.of(Files.readAllLines(recorder.file("acme")), Optional.of(tenants));
    PolicyDiff diff = PolicyDiff.of(calls.calls(), policy.current(), stricter);
    diff.otherVerdicts()
        .forEach(
            change -> out.println("   " + change.call().request().call().tool().qualifiedName()
                + ": " + change.before().verdict() + " -> " + change.after().verdict()));
    policy.replace(stricter);
    return check(
        !diff.otherVerdicts().isEmpty() && diff.laxer().isEmpty(),
        "the new policy permits nothing more, and is in force");
  }

  private boolean lift(AgentRuntime runtime) {
    step(IncidentStep.LIFT);
    kill.release(SCOPE, "policy corrected, see incident 7");
    RunResult resumed = runtime.resume(THREAD);
    String done = resumed.orThrow().get(DONE);
    return check(
        done.equals("OK DENIED DENIED") && sent.size() == 1, "the run went on and ended: " + done);
  }

  private boolean erase() throws IOException {
    step(IncidentStep.ERASE);
    boolean before = opened() > 0;
    tenants.erase("acme");
    AuditReport report = AuditVerifier.verify(chain.file("acme"));
    return check(
        before && opened() == 0 && report.isIntact(),
        "arguments cannot be opened any more, and the trail is still in order");
  }

  private long opened() throws IOException {
    return AuditRecords.of(lines(), tenants).all().stream()
        .filter(entry -> entry.arguments().isPresent())
        .count();
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(chain.file("acme"));
  }

  private void step(IncidentStep step) {
    out.println("== " + step.title());
  }

  private boolean check(boolean holds, String what) {
    out.println((holds ? "   ok: " : "   NOT SO: ") + what);
    return holds;
  }
}
