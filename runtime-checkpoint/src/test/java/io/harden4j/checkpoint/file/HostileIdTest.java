package io.harden4j.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.ThreadKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileIdTest {
  private static final List<String> IDS = List.of(
      "",
      ".",
      "..",
      "../../etc/passwd",
      "/etc/passwd",
      "a/b",
      "a_b",
      "A_B",
      "nul\u0000in the middle",
      "nul\u0000in the middlf",
      "'; DROP TABLE threads --",
      "\"quotes\"",
      "new\nline",
      "\uD83D\uDE80",
      "\uD83D",
      "\uD83E",
      "?",
      "\uFFFD",
      "con",
      "CON",
      "x.log",
      "x.tmp",
      "long".repeat(2_500),
      "long".repeat(2_500) + "er");

  @TempDir
  Path directory;

  @Test
  void ids_of_any_characters_are_kept_apart_and_come_back_as_they_were() {
    CheckpointStore store = FileCheckpointStore.open(directory);
    for (String id : IDS) {
      Lease lease = Threads.acquire(store, new ThreadKey("acme", id));
      Threads.commit(store, lease, "of " + id);
      store.putTask(lease, Threads.suspended(lease.thread(), Threads.question(lease.thread(), id)));
    }

    CheckpointStore later = FileCheckpointStore.open(directory);
    for (String id : IDS) {
      assertThat(Threads.value(later, new ThreadKey("acme", id))).isEqualTo(of(id));
      assertThat(later
              .question(new QuestionId("acme", id))
              .orElseThrow()
              .task()
              .thread()
              .threadId())
          .isEqualTo(id);
      assertThat(later.answer(new QuestionId("acme", id), 1, Threads.payload("yes"), "human"))
          .isEqualTo(AnswerResult.ACCEPTED);
    }
    assertThat(later.list(CheckpointQuery.heads("acme")).items())
        .extracting(c -> c.ref().thread().threadId())
        .containsExactlyInAnyOrderElementsOf(IDS);
  }

  @Test
  void tenants_of_any_characters_do_not_see_each_other() {
    CheckpointStore store = FileCheckpointStore.open(directory);
    for (String tenant : IDS) {
      ThreadKey thread = new ThreadKey(tenant, "same");
      Lease lease = Threads.acquire(store, thread);
      Threads.commit(store, lease, of(tenant));
      store.putTask(lease, Threads.suspended(thread, Threads.question(thread, "same")));
    }

    CheckpointStore later = FileCheckpointStore.open(directory);
    for (String tenant : IDS) {
      List<CheckpointInfo> heads = later.list(CheckpointQuery.heads(tenant)).items();
      assertThat(heads).hasSize(1);
      assertThat(heads.get(0).ref().thread().tenant()).isEqualTo(tenant);
      assertThat(later.open(InboxQuery.tenant(tenant)).items())
          .extracting(Question::id)
          .containsExactly(new QuestionId(tenant, "same"));
    }
  }

  @Test
  void nothing_is_written_outside_the_directory_and_names_stay_short() throws IOException {
    Path store = directory.resolve("store");
    CheckpointStore opened = FileCheckpointStore.open(store);
    for (String id : IDS) {
      Threads.acquire(opened, new ThreadKey(id, id));
    }

    try (Stream<Path> beside = Files.list(directory);
        Stream<Path> inside = Files.walk(store)) {
      assertThat(beside).containsExactly(store);
      assertThat(inside).allMatch(p -> p.getFileName().toString().length() < 100);
    }
  }

  private static String of(String id) {
    return new String(("of " + id).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
