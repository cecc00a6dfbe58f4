package io.harden4j.guard.audit;

import io.harden4j.checkpoint.Digests;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an incident pack says, as one static page: no script, no link, nothing that is fetched, and every text from outside spelled out so that it can neither
 * become markup nor hide. Arguments are not in it.
 */
final class IncidentReport {
  private static final List<String> COLUMNS = List.of(
      "sequence",
      "at",
      "phase",
      "outcome",
      "rule",
      "tool",
      "sink",
      "node",
      "integrity",
      "approval",
      "reason");

  private final StringBuilder page = new StringBuilder();

  private IncidentReport() {}

  static String of(String run, AuditRecords records, AuditReport checked, long linesOfTrail) {
    IncidentReport report = new IncidentReport();
    report.head(run);
    report.check(checked, linesOfTrail);
    report.facts(run, records);
    report.table(records);
    return report.page.append("</body>\n</html>\n").toString();
  }

  private void head(String run) {
    page.append("""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="referrer" content="no-referrer">
        <title>Incident report</title>
        <style>
        body { font: 14px/1.4 sans-serif; margin: 2em; }
        table { border-collapse: collapse; }
        th, td { border: 1px solid #ccc; padding: .2em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
        .no { background: #fdd; }
        </style>
        </head>
        <body>
        """);
    page.append("<h1>Run ").append(text(run)).append("</h1>\n");
  }

  private void check(AuditReport checked, long linesOfTrail) {
    String found = checked
        .broken()
        .map(b -> "<p class=\"no\">The trail is broken at line " + b.line() + ": " + b.kind() + ", "
            + text(b.reason()) + ". What stands behind that line is not to be believed.</p>\n")
        .orElse("<p>The trail is in order.</p>\n");
    page.append(found)
        .append("<p>")
        .append(checked.records())
        .append(" of ")
        .append(linesOfTrail)
        .append(" lines checked in order.</p>\n");
  }

  private void facts(String run, AuditRecords records) {
    page.append("<table>\n");
    fact("run", run);
    fact("records", Integer.toString(records.all().size()));
    for (String field : List.of("tenant", "principal", "thread", "policyHash", "approval")) {
      TreeSet<String> values = records.all().stream()
          .map(entry -> entry.text(field))
          .filter(value -> !value.isEmpty())
          .collect(Collectors.toCollection(TreeSet::new));
      fact(field, String.join(", ", values));
    }
    page.append("</table>\n<h2>Records</h2>\n");
  }

  private void fact(String name, String value) {
    page.append("<tr><th>").append(text(name)).append("</th><td>").append(text(value));
    page.append("</td></tr>\n");
  }

  private void table(AuditRecords records) {
    page.append("<table>\n<tr>");
    COLUMNS.forEach(column -> page.append("<th>").append(column).append("</th>"));
    page.append("</tr>\n");
    for (AuditRecords.Entry entry : records.all()) {
      boolean allowed = List.of("allow", "done", "ask", "endorsed").contains(entry.text("outcome"));
      page.append(allowed ? "<tr>" : "<tr class=\"no\">");
      COLUMNS.forEach(
          column -> page.append("<td>").append(text(entry.text(column))).append("</td>"));
      page.append("</tr>\n");
    }
    page.append("</table>\n");
    page.append("<p>SHA-256 of the records shown: ")
        .append(Digests.sha256(
            records.all().stream().map(AuditRecords.Entry::line).collect(Collectors.joining("\n"))))
        .append("</p>\n");
  }

  /** Returns a text that can only be text: markup escaped, what nobody sees spelled out. */
  static String text(String from) {
    StringBuilder out = new StringBuilder(from.length());
    from.codePoints().forEach(c -> {
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        case '`' -> out.append("&#96;");
        case '\n' -> out.append("<br>");
        default -> {
          if (isSeen(c)) {
            out.appendCodePoint(c);
          } else {
            out.append(String.format(Locale.ROOT, "&lt;U+%04X&gt;", c));
          }
        }
      }
    });
    return out.toString();
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> false;
      default -> c == ' ' || !Character.isSpaceChar(c);
    };
  }
}
