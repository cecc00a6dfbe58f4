package io.harden4j.cli;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.ThreadKey;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Lists the checkpoints of a thread. */
final class HistoryCommand implements Command {
  private static final Form FORM =
      new Form(List.of("ID"), Set.of("store", "tenant", "branch", "limit"), Set.of());

  @Override
  public String name() {
    return "history";
  }

  @Override
  public String summary() {
    return "lists the checkpoints of a thread, newest first";
  }

  @Override
  public String usage() {
    return """
        harden4j history ID --store DIR --tenant T [options]
          --branch B   only this branch; default: all
          --limit N    most rows, default 100
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) {
    Arguments given = FORM.read(arguments);
    long limit = given.number("limit", 100);
    try (OpenStore store = OpenStore.of(given)) {
      ThreadKey thread = store.thread(given.word("ID"));
      CheckpointQuery all = CheckpointQuery.thread(thread);
      List<CheckpointInfo> found =
          store.list(given.option("branch").map(all::onBranch).orElse(all), limit);
      if (found.isEmpty()) {
        throw store.unknown(thread);
      }
      Table table =
          new Table("CHECKPOINT", "BRANCH", "STEP", "CAUSE", "STATUS", "EPOCH", "AT", "TAGS");
      found.stream()
          .limit(limit)
          .forEach(c -> table.row(
              c.ref().seq(),
              c.ref().branch(),
              c.step(),
              c.cause(),
              c.status(),
              c.epoch(),
              Shown.time(c.at()),
              c.tags().isEmpty() ? "" : new TreeMap<>(c.tags())));
      table.print(out, "");
      if (found.size() > limit) {
        out.println("there are more: --limit " + 2 * limit + " shows twice as many");
      }
      return Main.DONE;
    }
  }
}
