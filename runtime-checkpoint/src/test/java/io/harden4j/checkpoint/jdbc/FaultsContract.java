package io.harden4j.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.InboxQuery;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.NewerFormatException;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.StepCommit;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.file.Threads;
import io.harden4j.testkit.MutableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong in a database, whichever it is. */
abstract class FaultsContract {
  private static final Schema LATER =
      Schema.known().and("CREATE TABLE h4j_later (id BIGINT NOT NULL)");
  private static final List<String> IDS = List.of(
      "",
      "..",
      "../../etc/passwd",
      "a/b",
      "A/B",
      "nul\0in the middle",
      "nul\\0in the middle",
      "back\\slash",
      "back\\\\slash",
      "'; DROP TABLE h4j_thread --",
      "\"quotes\" $1 ? {text}",
      "new\nline",
      "\uD83D\uDE80",
      "\uD83D",
      "\\ud83d",
      "\uDE80\uD83D",
      "?",
      "\uFFFD",
      "long".repeat(2_500),
      "long".repeat(2_500) + "er");

  final MutableClock clock = MutableClock.create();

  /** Opens a store on this test's database. */
  abstract JdbcCheckpointStore open(Schema schema, Probe probe);

  /** Changes the database behind the store's back. */
  abstract void sql(String sql);

  final JdbcCheckpointStore open() {
    return open(Schema.known(), Probe.NONE);
  }

  @Test
  void a_schema_of_a_newer_library_is_refused_and_not_touched() {
    try (CheckpointStore newer = open(LATER, Probe.NONE)) {
      Threads.commit(newer, Threads.acquire(newer, Threads.THREAD), "kept");

      assertThatThrownBy(this::open)
          .isInstanceOf(NewerFormatException.class)
          .hasMessageContaining("version 3")
          .hasMessageContaining("Upgrade");

      assertThat(Threads.value(newer, Threads.THREAD)).isEqualTo("kept");
    }
  }

  @Test
  void a_newer_library_upgrades_the_schema_under_a_running_older_one() {
    try (CheckpointStore older = open()) {
      Lease lease = Threads.acquire(older, Threads.THREAD);
      Threads.commit(older, lease, "old");

      try (CheckpointStore newer = open(LATER, Probe.NONE)) {
        assertThat(Threads.value(newer, Threads.THREAD)).isEqualTo("old");
        Threads.commit(older, lease, "still writing");
        assertThat(Threads.value(newer, Threads.THREAD)).isEqualTo("still writing");
      }
    }
  }

  @Test
  void of_many_that_open_an_empty_database_at_once_all_find_the_schema() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<JdbcCheckpointStore>> opening = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        opening.add(threads.submit(() -> open()));
      }
      for (Future<JdbcCheckpointStore> each : opening) {
        try (CheckpointStore store = each.get()) {
          assertThat(store.head(Threads.THREAD, CheckpointRef.MAIN)).isEmpty();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_transaction_that_others_were_in_the_way_of_is_run_again() {
    AtomicInteger conflicts = new AtomicInteger();
    Probe inTheWay = (what, stage) -> {
      if (what.startsWith("commit")
          && stage == Probe.Stage.MID
          && conflicts.incrementAndGet() < 4) {
        throw conflict();
      }
    };
    try (CheckpointStore store = open(Schema.known(), inTheWay)) {
      Threads.commit(store, Threads.acquire(store, Threads.THREAD), "once");

      assertThat(conflicts).hasValue(4);
      assertThat(store.list(CheckpointQuery.thread(Threads.THREAD)).items()).hasSize(1);
    }
  }

  /** Returns what the driver says of a transaction that has to be run again. */
  abstract SQLException conflict();

  @ParameterizedTest
  @ValueSource(strings = {"h4j_checkpoint", "h4j_task"})
  void a_record_that_was_tampered_with_is_reported_with_the_name_of_its_thread(String table) {
    try (CheckpointStore store = open()) {
      Lease lease = Threads.acquire(store, Threads.THREAD);
      Threads.commit(store, lease, "v");
      store.putTask(
          lease, Threads.suspended(Threads.THREAD, Threads.question(Threads.THREAD, "q")));

      sql("UPDATE " + table + " SET body = " + bytes("01000000ff00"));

      assertThatThrownBy(() -> store.head(Threads.THREAD, CheckpointRef.MAIN))
          .isInstanceOf(CorruptCheckpointException.class)
          .hasMessageContaining(Threads.THREAD.threadId());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_value_that_is_gone_is_reported_and_not_read_as_a_key_that_was_never_set(long id) {
    try (CheckpointStore store = open();
        CheckpointStore other = open()) {
      Lease lease = Threads.acquire(store, Threads.THREAD);
      CheckpointRef none = CheckpointRef.none(Threads.THREAD, CheckpointRef.MAIN);
      Map<String, Long> versions = Map.of("a", 1L, "b", 1L, "c", 1L);
      List<KeyEntry> entries = List.of(entry("a", 1, "A"), entry("b", 1, "B"), entry("c", 1, "C"));
      CheckpointRef ref = store.commit(lease, none, step(none, versions, entries));

      sql("DELETE FROM h4j_value WHERE id = " + id);

      for (CheckpointStore each : List.of(store, other)) {
        assertThatThrownBy(() -> each.head(Threads.THREAD, CheckpointRef.MAIN))
            .isInstanceOf(CorruptCheckpointException.class)
            .hasMessageContaining(Threads.THREAD.threadId());
        assertThatThrownBy(() -> each.get(ref)).isInstanceOf(CorruptCheckpointException.class);
      }
      try (CheckpointStore later = open()) {
        assertThatThrownBy(() -> later.fork(lease, ref, "b"))
            .isInstanceOf(CorruptCheckpointException.class);
      }
    }
  }

  @Test
  void a_record_of_a_newer_format_is_refused() {
    try (CheckpointStore store = open()) {
      Threads.commit(store, Threads.acquire(store, Threads.THREAD), "v");

      sql("UPDATE h4j_checkpoint SET body = " + bytes("630000000000"));

      assertThatThrownBy(() -> store.head(Threads.THREAD, CheckpointRef.MAIN))
          .isInstanceOf(NewerFormatException.class);
    }
  }

  /** Returns bytes as a literal. */
  abstract String bytes(String hex);

  @Test
  void a_clock_that_steps_back_an_hour_gives_the_thread_to_nobody_else() {
    try (CheckpointStore store = open()) {
      Lease lease = Threads.acquire(store, Threads.THREAD);

      clock.advance(Duration.ofHours(-1));

      Owner other = new Owner("elsewhere", 1, Instant.EPOCH, "other");
      assertThat(store.acquire(Threads.THREAD, other, Threads.TTL)).isEmpty();
      Threads.commit(store, lease, "goes on");
      assertThat(store.renew(lease, Threads.TTL)).isPresent();
      clock.advance(Duration.ofHours(1).plus(Threads.TTL));
      assertThat(store.acquire(Threads.THREAD, other, Threads.TTL).orElseThrow().fence())
          .isGreaterThan(lease.fence());
    }
  }

  @Test
  void keeps_ten_thousand_keys_and_writes_one_of_them_as_one_row() {
    try (CheckpointStore store = open()) {
      Lease lease = Threads.acquire(store, Threads.THREAD);
      Map<String, Long> versions = new HashMap<>();
      List<KeyEntry> entries = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        versions.put("key-" + i, 1L);
        entries.add(entry("key-" + i, 1, "v" + i));
      }
      CheckpointRef none = CheckpointRef.none(Threads.THREAD, CheckpointRef.MAIN);
      CheckpointRef first = store.commit(lease, none, step(none, versions, entries));
      versions.put("key-7", 2L);
      store.commit(lease, first, step(none, versions, List.of(entry("key-7", 2, "changed"))));

      StoredState head = open().head(Threads.THREAD, CheckpointRef.MAIN).orElseThrow();

      assertThat(head.entries()).hasSize(10_000);
      assertThat(head.checkpoint().versions()).isEqualTo(versions);
      assertThat(Threads.text(head.entries().get("key-7").get(0).data())).isEqualTo("changed");
      assertThat(Threads.text(head.entries().get("key-8").get(0).data())).isEqualTo("v8");
      assertThat(rows("h4j_value")).isEqualTo(10_001);
    }
  }

  /** Returns how many rows a table has. */
  abstract long rows(String table);

  private static KeyEntry entry(String key, long version, String value) {
    return new KeyEntry("", key, version, KeyEntry.Kind.SNAPSHOT, Threads.payload(value));
  }

  private static StepCommit step(
      CheckpointRef ref, Map<String, Long> versions, List<KeyEntry> entries) {
    Checkpoint c = Threads.checkpoint(ref, "run-1", versions);
    return StepCommit.of(c, entries);
  }

  @Test
  void ids_of_any_characters_are_kept_apart_and_come_back_as_they_were() {
    try (CheckpointStore store = open()) {
      for (String id : IDS) {
        ThreadKey thread = new ThreadKey(id, id);
        Lease lease = Threads.acquire(store, thread);
        Threads.commit(store, lease, "of thread " + IDS.indexOf(id));
        store.fork(lease, head(store, thread), "branch " + id);
        store.putTask(lease, Threads.suspended(thread, Threads.question(thread, id)));
      }
    }
    try (CheckpointStore later = open()) {
      for (String id : IDS) {
        ThreadKey thread = new ThreadKey(id, id);
        assertThat(Threads.value(later, thread)).isEqualTo("of thread " + IDS.indexOf(id));
        assertThat(later.list(CheckpointQuery.heads(id)).items())
            .extracting(c -> c.ref().thread(), c -> c.ref().branch())
            .containsExactlyInAnyOrder(
                org.assertj.core.groups.Tuple.tuple(thread, "main"),
                org.assertj.core.groups.Tuple.tuple(thread, "branch " + id));
        assertThat(later.open(InboxQuery.tenant(id)).items())
            .extracting(q -> q.id())
            .containsExactly(new QuestionId(id, id));
      }
    }
  }

  private static CheckpointRef head(CheckpointStore store, ThreadKey thread) {
    return store.head(thread, CheckpointRef.MAIN).orElseThrow().checkpoint().ref();
  }

  @Test
  void what_a_name_becomes_is_read_back_and_never_that_of_another() {
    assertThat(IDS).allSatisfy(id -> assertThat(Names.id(Names.text(id))).isEqualTo(id));
    assertThat(IDS)
        .extracting(Names::text)
        .doesNotHaveDuplicates()
        .noneMatch(t -> t.contains("\0"));
  }
}
