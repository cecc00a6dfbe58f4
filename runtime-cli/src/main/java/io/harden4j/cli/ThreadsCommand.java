package io.harden4j.cli;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.RunStatus;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists the heads of a tenant's threads. */
final class ThreadsCommand implements Command {
  private static final Form FORM =
      new Form(List.of(), Set.of("store", "tenant", "status", "limit"), Set.of());

  @Override
  public String name() {
    return "threads";
  }

  @Override
  public String summary() {
    return "lists the threads of a tenant, newest first";
  }

  @Override
  public String usage() {
    return """
        harden4j threads --store DIR --tenant T [options]
          --status S   only those with this status: %s
          --limit N    most rows, default 100
        """.formatted(statuses());
  }

  @Override
  public int run(List<String> arguments, PrintStream out) {
    Arguments given = FORM.read(arguments);
    long limit = given.number("limit", 100);
    CheckpointQuery all = CheckpointQuery.heads(given.required("tenant"));
    CheckpointQuery query =
        given.option("status").map(s -> all.withStatus(status(s))).orElse(all);
    try (OpenStore store = OpenStore.of(given)) {
      List<CheckpointInfo> heads = store.list(query, limit);
      if (heads.isEmpty()) {
        out.println("no threads");
        return Main.DONE;
      }
      Table table = new Table("THREAD", "BRANCH", "STATUS", "STEP", "GRAPH", "AT");
      heads.stream()
          .limit(limit)
          .forEach(head -> table.row(
              head.ref().thread().threadId(),
              head.ref().branch(),
              head.status(),
              head.step(),
              head.graph().name() + " v" + head.graph().version(),
              Shown.time(head.at())));
      table.print(out, "");
      if (heads.size() > limit) {
        out.println("there are more: --limit " + 2 * limit + " shows twice as many");
      }
      return Main.DONE;
    }
  }

  private static RunStatus status(String text) {
    String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(RunStatus.values())
        .filter(status -> status.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new UsageException("'" + Shown.line(text) + "' is no status; there are " + statuses()));
  }

  private static String statuses() {
    return Arrays.stream(RunStatus.values())
        .map(status -> status.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .collect(Collectors.joining(", "));
  }
}
