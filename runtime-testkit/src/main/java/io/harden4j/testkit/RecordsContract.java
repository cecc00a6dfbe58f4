package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.BarrierState;
import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.Checkpoint;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PlannedTask;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.Spent;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.ThreadKey;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Group A: what is written is read back, whole and by the right name. */
abstract class RecordsContract extends StoreGroup {
  RecordsContract(CheckpointStoreContract subject) {
    super(subject);
  }

  @Test
  void reads_back_every_field_of_a_checkpoint() {
    Line line = line();
    Draft draft = line.draft()
        .value("k", "v")
        .frontier(List.of(
            new PlannedTask(
                new TaskId("outer[1]/inner", "n", "12", 7),
                Samples.payload("item"),
                Samples.payload("label")),
            Samples.planned("other")))
        .barriers(
            new BarrierState("ns", "join", Set.of("a", "b"), Samples.payload("joined")),
            new BarrierState("", "empty", Set.of(), null))
        .status(Cause.INPUT, RunStatus.SUSPENDED)
        .run("run-7")
        .step(3)
        .segment(2)
        .epoch(4)
        .spent(new Spent(1, 2, 3, 4, 5, 6, 7))
        .tags(Map.of("reason", "approval"))
        .at(Samples.AT.plusNanos(123_456_000));

    CheckpointRef ref = store.commit(line.lease(), line.head(), draft.build());

    Checkpoint expected = draft.build().checkpoint().withRef(ref);
    assertThat(head(line.lease()).checkpoint()).isEqualTo(expected);
    assertThat(store.get(ref).orElseThrow().checkpoint()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 1, 1 << 20, 16 << 20})
  void reads_back_payloads_of_any_size(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Payload payload = new Payload("binary", 3, "key-9", bytes);
    Line line = line();

    line.commit(d -> d.entry("", "k", KeyEntry.Kind.SNAPSHOT, payload));

    assertThat(head(line.lease()).entries().get("k"))
        .singleElement()
        .extracting(KeyEntry::data)
        .isEqualTo(payload);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "a/b\\c",
        "quote ' \" ; drop table checkpoints; --",
        "nul \0 tab \t newline \n",
        "straße-日本語-\uD83D\uDE80",
        ".",
        "..",
        "CON",
        "con",
        " ",
        "%2e%2e%2f*?"
      })
  void takes_any_characters_in_ids_as_data(String id) {
    ThreadKey hostile = new ThreadKey(id, id);
    Line line = Line.fresh(store, lease(hostile), CheckpointRef.MAIN);

    line.commit(
        d -> d.entry(id, id, KeyEntry.Kind.SNAPSHOT, Samples.payload("v")).run(id));

    assertThat(head(line.lease()).entries().get(KeyEntry.name(id, id))).hasSize(1);
    assertThat(head(line.lease()).checkpoint().ref().thread()).isEqualTo(hostile);
    assertThatNothingIsStoredOf(new ThreadKey(id + "x", id));
    assertThatNothingIsStoredOf(new ThreadKey(id, id + "x"));
  }

  @Test
  void takes_very_long_ids() {
    Line line = Line.fresh(store, lease(Samples.thread("x".repeat(10_000))), CheckpointRef.MAIN);

    line.commit(d -> d.value("k".repeat(10_000), "v"));

    assertThat(head(line.lease()).entries()).containsKey("k".repeat(10_000));
  }

  @Test
  void tells_ids_apart_that_differ_in_case_only() {
    line(Samples.thread("Thread")).commit(d -> d.value("k", "upper"));
    Line lower = line(Samples.thread("thread"));

    lower.commit(d -> d.value("k", "lower"));

    assertThat(Line.values(head(lower.lease()), "k")).containsExactly("lower");
    assertThat(Line.values(
            store.head(Samples.thread("Thread"), CheckpointRef.MAIN).orElseThrow(), "k"))
        .containsExactly("upper");
  }

  @Test
  void has_nothing_of_what_was_never_written() {
    Line line = line();
    CheckpointRef ref = line.commit();

    assertThat(store.head(Samples.thread("unknown"), CheckpointRef.MAIN)).isEmpty();
    assertThat(store.head(Samples.THREAD, "unknown")).isEmpty();
    assertThat(store.get(new CheckpointRef(Samples.THREAD, CheckpointRef.MAIN, ref.seq() + 1)))
        .isEmpty();
    assertThat(store.get(new CheckpointRef(Samples.THREAD, "unknown", ref.seq())))
        .isEmpty();
    assertThat(store.get(new CheckpointRef(Samples.thread("unknown"), "main", ref.seq())))
        .isEmpty();
  }

  @Test
  void keeps_tenants_apart() {
    ThreadKey other = new ThreadKey("other", Samples.THREAD.threadId());
    line().commit(d -> d.value("k", "ours"));

    Line.fresh(store, lease(other), CheckpointRef.MAIN).commit(d -> d.value("k", "theirs"));

    assertThat(Line.values(store.head(Samples.THREAD, "main").orElseThrow(), "k"))
        .containsExactly("ours");
    assertThat(Line.values(store.head(other, "main").orElseThrow(), "k")).containsExactly("theirs");
  }

  @Test
  void keeps_namespaces_apart() {
    Line line = line();

    line.commit(d ->
        d.value("k", "root").entry("sub", "k", KeyEntry.Kind.SNAPSHOT, Samples.payload("nested")));

    assertThat(Line.values(head(line.lease()), "k")).containsExactly("root");
    assertThat(Line.values(head(line.lease()), KeyEntry.name("sub", "k")))
        .containsExactly("nested");
  }

  @Test
  void numbers_checkpoints_of_all_branches_upwards_and_keeps_parents() {
    Line line = line();
    CheckpointRef first = line.commit();
    CheckpointRef fork = store.fork(line.lease(), first, "b");
    CheckpointRef second = line.commit();
    CheckpointRef third = Line.at(store, line.lease(), "b").commit();

    assertThat(List.of(first.seq(), fork.seq(), second.seq(), third.seq()))
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(seq -> seq > 0);
    assertThat(store.get(second).orElseThrow().checkpoint().parent()).isEqualTo(first);
    assertThat(store.get(first).orElseThrow().checkpoint().parent()).isNull();
  }

  @Test
  void reads_an_unchanged_key_from_an_earlier_checkpoint() {
    Line line = line();
    line.commit(d -> d.value("old", "1").value("new", "1"));
    line.commit(d -> d.value("new", "2"));
    line.commit();

    assertThat(Line.values(head(line.lease()), "old")).containsExactly("1");
    assertThat(Line.values(head(line.lease()), "new")).containsExactly("2");
  }

  @Test
  void adds_and_removes_keys_for_later_checkpoints_only() {
    Line line = line();
    CheckpointRef first = line.commit(d -> d.value("a", "1"));
    CheckpointRef second = line.commit(d -> d.value("b", "1"));
    CheckpointRef third = line.commit(d -> d.without("a"));

    assertThat(store.get(first).orElseThrow().entries()).containsOnlyKeys("a");
    assertThat(store.get(second).orElseThrow().entries()).containsOnlyKeys("a", "b");
    assertThat(store.get(third).orElseThrow().entries()).containsOnlyKeys("b");
  }

  @Test
  void a_key_removed_and_written_again_does_not_bring_its_past_back() {
    Line line = line();
    line.commit(d -> d.value("k", "past"));
    line.commit(d -> d.without("k"));
    CheckpointRef again = line.commit(d -> d.value("k", "fresh"));
    line.commit(d -> d.delta("k", "+1"));

    assertThat(line.values(again, "k")).containsExactly("fresh");
    assertThat(Line.values(head(line.lease()), "k")).containsExactly("fresh", "+1");
  }

  @Test
  void another_instance_reads_what_this_one_wrote() {
    Line line = line();
    CheckpointRef ref = line.commit(d -> d.value("k", "v").frontier("n"));

    CheckpointStore another = reopen();

    assertThat(another.head(Samples.THREAD, "main")).isEqualTo(store.get(ref)).isPresent();
  }
}
