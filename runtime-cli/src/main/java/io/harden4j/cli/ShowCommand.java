package io.harden4j.cli;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.ThreadKey;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Shows one checkpoint of a thread with what it waits for and what it holds. */
final class ShowCommand implements Command {
  private static final Form FORM =
      new Form(List.of("ID"), Set.of("store", "tenant", "branch", "at"), Set.of("values"));

  @Override
  public String name() {
    return "show";
  }

  @Override
  public String summary() {
    return "shows a thread: status, what runs next, open questions, spending, state keys";
  }

  @Override
  public String usage() {
    return """
        harden4j show ID --store DIR --tenant T [options]
          --branch B   default main
          --at N       an earlier checkpoint; 'harden4j history ID' lists them
          --values     also the values, as they are stored; they may be confidential
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) {
    Arguments given = FORM.read(arguments);
    try (OpenStore store = OpenStore.of(given)) {
      ThreadKey thread = store.thread(given.word("ID"));
      String branch = given.option("branch").orElse(CheckpointRef.MAIN);
      StoredState found = given.has("at")
          ? store
              .store()
              .get(new CheckpointRef(thread, branch, given.number("at", 1)))
              .orElseThrow(() -> noSuch(given, thread, branch))
          : store.store().head(thread, branch).orElseThrow(() -> store.unknown(thread));
      new ThreadReport(store, found, out).print(given.has("values"));
      return Main.DONE;
    }
  }

  private static NotFoundException noSuch(Arguments given, ThreadKey thread, String branch) {
    return new NotFoundException("thread '" + thread.threadId() + "' has no checkpoint "
        + given.required("at") + " on branch '" + branch
        + "'; 'harden4j history' lists those there are");
  }
}
