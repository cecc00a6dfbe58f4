package io.harden4j.cli;

import io.harden4j.guard.audit.AuditHead;
import io.harden4j.guard.audit.AuditReport;
import io.harden4j.guard.audit.AuditVerifier;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Checks the chain of an audit trail. */
final class AuditCommand implements Command {
  private static final Form FORM = new Form(List.of("verify", "FILE"), Set.of("head"), Set.of());

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public String summary() {
    return "checks that nobody changed an audit trail";
  }

  @Override
  public String usage() {
    return """
        harden4j audit verify FILE [options]
          FILE              a file that FileAuditSink wrote
          --head NUMBER:HASH  a head that was kept elsewhere: shows whether the end was cut off
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) {
    Arguments given = FORM.read(arguments);
    if (!given.word("verify").equals("verify")) {
      throw new UsageException("'" + Shown.line(given.word("verify"))
          + "' is nothing to do with an audit trail; 'verify' is");
    }
    Path file = Arguments.file(given.word("FILE"));
    AuditReport report = given
        .option("head")
        .map(head -> AuditVerifier.verify(file, head(head)))
        .orElseGet(() -> AuditVerifier.verify(file));
    out.println(report
        .broken()
        .map(b -> "BROKEN at line " + b.line() + ": " + b.kind() + ", " + Shown.line(b.reason())
            + "; " + report.records() + " records before it are in order")
        .orElseGet(() -> "intact: " + report.records() + " records"));
    return report.isIntact() ? Main.DONE : Main.NO;
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
