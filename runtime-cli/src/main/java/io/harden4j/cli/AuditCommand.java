package io.harden4j.cli;

import io.harden4j.guard.audit.AuditHead;
import io.harden4j.guard.audit.AuditReport;
import io.harden4j.guard.audit.AuditVerifier;
import io.harden4j.guard.audit.FileCheckpoints;
import io.harden4j.guard.audit.IncidentPack;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the chain of an audit trail, and packs what it says about a run. */
final class AuditCommand implements Command {
  private static final Form FORM = new Form(
      List.of("verify", "FILE"),
      Set.of("head", "checkpoints", "key", "tenant", "run", "out", "policy"),
      Set.of());

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public String summary() {
    return "checks that nobody changed an audit trail, packs an incident";
  }

  @Override
  public String usage() {
    return """
        harden4j audit verify FILE [options]
        harden4j audit pack FILE --run ID --out ZIP [options]
          FILE                a file that FileAuditSink wrote
          --head NUMBER:HASH  a head that was kept elsewhere: shows whether the end was cut off
          --checkpoints FILE  signed statements that SignedAudit wrote; show that too, and a trail written anew
          --key FILE          the Ed25519 public key that they are checked with, PEM or Base64
          --tenant ID         the tenant of the trail, for --checkpoints
          --run ID            the run to pack
          --out ZIP           where the pack goes; over a file that is there
          --policy FILE       the text of the policy that was in force, to be packed too
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) {
    Arguments given = FORM.read(arguments);
    String what = given.word("verify");
    if (!what.equals("verify") && !what.equals("pack")) {
      throw new UsageException("'" + Shown.line(what)
          + "' is nothing to do with an audit trail; 'verify' and 'pack' are");
    }
    Path file = Arguments.file(given.word("FILE"));
    AuditReport report = check(file, given);
    if (what.equals("pack")) {
      pack(file, given, report);
    }
    out.println(report
        .broken()
        .map(b -> "BROKEN at line " + b.line() + ": " + b.kind() + ", " + Shown.line(b.reason())
            + "; " + report.records() + " records before it are in order")
        .orElseGet(() -> "intact: " + report.records() + " records"));
    return report.isIntact() ? Main.DONE : Main.NO;
  }

  private static AuditReport check(Path file, Arguments given) {
    Optional<String> statements = given.option("checkpoints");
    if (statements.isPresent()) {
      return AuditVerifier.verify(
          file,
          given.required("tenant"),
          FileCheckpoints.in(Arguments.file(statements.get())).lines(),
          key(Arguments.file(given.required("key"))));
    }
    return given
        .option("head")
        .map(head -> AuditVerifier.verify(file, head(head)))
        .orElseGet(() -> AuditVerifier.verify(file));
  }

  private static void pack(Path file, Arguments given, AuditReport report) {
    IncidentPack pack = IncidentPack.of(given.required("run"), lines(file), report);
    if (given.has("policy")) {
      pack = pack.withPolicy(String.join("\n", lines(Arguments.file(given.required("policy")))));
    }
    if (given.has("checkpoints")) {
      pack = pack.withStatements(lines(Arguments.file(given.required("checkpoints"))));
    }
    pack.write(Path.of(given.required("out")));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PublicKey key(Path file) {
    try {
      String base64 =
          Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UsageException("--key is no Ed25519 public key in PEM or Base64");
    }
  }

  private static AuditHead head(String text) {
    if (!text.matches("[0-9]{1,18}:[0-9a-f]{64}")) {
      throw new UsageException(
          "--head is '" + Shown.line(text) + "', not a number, a colon and a SHA-256 in hex");
    }
    int colon = text.indexOf(':');
    return new AuditHead(Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
  }
}
