package io.harden4j.cli;

import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.identity.Principal;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers an open question. */
final class AnswerCommand implements Command {
  private static final Form FORM = new Form(
      List.of("QUESTION-ID", "ANSWER"), Set.of("store", "tenant", "as", "roles"), Set.of());

  @Override
  public String name() {
    return "answer";
  }

  @Override
  public String summary() {
    return "answers an open question; the thread goes on when its application resumes it";
  }

  @Override
  public String usage() {
    return """
        harden4j answer QUESTION-ID ANSWER --store DIR --tenant T --as WHO [options]
          ANSWER       yes, no, a number, one of the names shown, a text, or JSON, as the inbox says
          --as WHO     who answers; it is recorded, and not checked here
          --roles R,S  roles of WHO, for a question that is for a role
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) {
    Arguments given = FORM.read(arguments);
    String who = given.required("as");
    try (OpenStore store = OpenStore.of(given)) {
      Principal by = Principal.of(who, store.tenant()).withRoles(roles(given));
      String id = given.word("QUESTION-ID");
      try {
        store.inbox().answer(id, given.word("ANSWER"), by);
      } catch (IllegalArgumentException e) {
        throw new UsageException(Shown.text(String.valueOf(e.getMessage())));
      }
      Optional<Question> answered = store.store().question(new QuestionId(store.tenant(), id));
      out.println("answered"
          + answered
              .map(q -> "; resume thread " + Shown.line(q.task().thread().threadId()) + " to go on")
              .orElse(""));
      return Main.DONE;
    }
  }

  private static String[] roles(Arguments given) {
    return given.option("roles").stream()
        .flatMap(text -> Arrays.stream(text.split(",", -1)))
        .map(String::strip)
        .filter(role -> !role.isEmpty())
        .distinct()
        .toArray(String[]::new);
  }
}
