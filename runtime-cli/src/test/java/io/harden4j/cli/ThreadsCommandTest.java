package io.harden4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadsCommandTest {
  @TempDir
  Path dir;

  @Test
  void lists_threads_with_status_and_graph() {
    try (Refunds refunds = new Refunds(dir)) {
      refunds.run("t-1", "lamp");
    }

    Terminal listed = threads("acme");

    assertThat(listed.code()).isEqualTo(Main.DONE);
    assertThat(listed.out().lines().toList().get(0)).startsWith("THREAD").contains("STATUS");
    assertThat(listed.out()).containsPattern("t-1 +main +SUSPENDED +1 +refunds v1 +20");
  }

  @Test
  void filters_by_status_and_says_when_there_are_more() {
    try (Refunds refunds = new Refunds(dir)) {
      refunds.run("t-1", "lamp");
      refunds.run("t-2", "desk");
    }

    assertThat(threads("acme", "--status", "completed").out()).isEqualTo("no threads\n");
    assertThat(threads("acme", "--status", "suspended").out()).contains("t-1", "t-2");
    assertThat(threads("acme", "--limit", "1").out())
        .contains("t-2", "--limit 2")
        .doesNotContain("t-1");
  }

  @Test
  void another_tenant_sees_nothing() {
    try (Refunds refunds = new Refunds(dir)) {
      refunds.run("t-1", "lamp");
    }

    assertThat(threads("globex").out()).isEqualTo("no threads\n");
  }

  @Test
  void a_directory_without_a_store_is_left_as_it_is() {
    Path empty = dir.resolve("empty");

    Terminal refused = Terminal.run("threads", "--store", empty.toString(), "--tenant", "acme");

    assertThat(refused.code()).isEqualTo(Main.WRONG_USAGE);
    assertThat(refused.err()).contains("there is no checkpoint store in").contains("--store names");
    assertThat(Files.exists(empty)).isFalse();
  }

  private Terminal threads(String tenant, String... more) {
    String[] all = new String[5 + more.length];
    System.arraycopy(
        new String[] {"threads", "--store", dir.toString(), "--tenant", tenant}, 0, all, 0, 5);
    System.arraycopy(more, 0, all, 5, more.length);
    return Terminal.run(all);
  }
}
