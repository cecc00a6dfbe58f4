package io.harden4j.cli;

import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.identity.Principal;
import io.harden4j.run.OpenQuestion;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Lists open questions. */
final class InboxCommand implements Command {
  private static final Form FORM =
      new Form(List.of(), Set.of("store", "tenant", "thread", "limit"), Set.of());

  @Override
  public String name() {
    return "inbox";
  }

  @Override
  public String summary() {
    return "lists the open questions of a tenant, oldest first";
  }

  @Override
  public String usage() {
    return """
        harden4j inbox --store DIR --tenant T [options]
          --thread ID   only those of one thread
          --limit N     most questions, default 100
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) {
    Arguments given = FORM.read(arguments);
    int limit = (int) given.number("limit", 100);
    try (OpenStore store = OpenStore.of(given)) {
      InboxQuery query = given
          .option("thread")
          .map(id -> InboxQuery.thread(store.thread(id)))
          .orElseGet(() -> InboxQuery.tenant(store.tenant()))
          .page(null, limit);
      List<OpenQuestion> open = store.inbox().open(Principal.of("harden4j", store.tenant()), query);
      if (open.isEmpty()) {
        out.println("no open questions");
      }
      open.forEach(question -> print(question, out));
      return Main.DONE;
    }
  }

  private static void print(OpenQuestion question, PrintStream out) {
    out.println(Shown.line(question.id().value()) + "  " + question.kind() + " of "
        + Shown.line(question.node()) + " in thread " + Shown.line(question.threadId()) + ", asked "
        + Shown.time(question.askedAt()));
    question.text().lines().forEach(line -> out.println("  | " + Shown.line(line)));
    String answers =
        question.answers().isEmpty() ? question.type() : String.join(" | ", question.answers());
    out.println("  answer: " + Shown.line(answers)
        + (question.audience().isEmpty() ? "" : "  by role " + Shown.line(question.audience()))
        + (question.expiresAt() == null ? "" : "  until " + Shown.time(question.expiresAt())));
  }
}
