package io.harden4j.testkit;

import static io.harden4j.checkpoint.KeyEntry.Kind.DELTA;
import static io.harden4j.checkpoint.KeyEntry.Kind.SNAPSHOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.PrunePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Group G: a key is its nearest snapshot and the deltas after it, on this line. */
abstract class DeltasContract extends StoreGroup {
  DeltasContract(CheckpointStoreContract subject) {
    super(subject);
  }

  @Test
  void gives_the_nearest_snapshot_and_then_deltas_oldest_first() {
    Line line = line();
    line.commit(d -> d.value("list", "far"));
    line.commit(d -> d.delta("list", "lost"));
    line.commit(d -> d.value("list", "near"));
    line.commit(d -> d.delta("list", "1"));
    line.commit(d -> d.value("other", "x"));
    line.commit(d -> d.delta("list", "2"));

    List<KeyEntry> entries = head(line.lease()).entries().get("list");

    assertThat(entries).extracting(e -> Samples.text(e.data())).containsExactly("near", "1", "2");
    assertThat(entries).extracting(KeyEntry::kind).containsExactly(SNAPSHOT, DELTA, DELTA);
    assertThat(entries).extracting(KeyEntry::version).containsExactly(3L, 4L, 5L);
  }

  @Test
  void a_chain_without_a_snapshot_goes_back_to_the_first_delta() {
    Line line = line();
    line.commit(d -> d.delta("list", "1"));
    line.commit(d -> d.delta("list", "2"));

    assertThat(Line.values(head(line.lease()), "list")).containsExactly("1", "2");
  }

  @Test
  void keys_end_independently() {
    Line line = line();
    line.commit(d -> d.value("a", "a0").delta("b", "b1"));
    line.commit(d -> d.delta("a", "a1").value("b", "b2"));
    line.commit(d -> d.delta("b", "b3"));

    assertThat(Line.values(head(line.lease()), "a")).containsExactly("a0", "a1");
    assertThat(Line.values(head(line.lease()), "b")).containsExactly("b2", "b3");
  }

  @Test
  void a_value_that_was_plain_is_the_seed_of_deltas() {
    Line line = line();
    line.commit(d -> d.value("k", "plain"));
    line.commit(d -> d.delta("k", "first delta"));

    assertThat(Line.values(head(line.lease()), "k")).containsExactly("plain", "first delta");
  }

  @Test
  void an_old_checkpoint_has_the_deltas_up_to_it() {
    Line line = line();
    line.commit(d -> d.value("list", "0"));
    CheckpointRef middle = line.commit(d -> d.delta("list", "1"));
    line.commit(d -> d.delta("list", "2"));

    assertThat(line.values(middle, "list")).containsExactly("0", "1");
  }

  @Test
  void prune_keeps_what_the_head_is_made_of() {
    Line line = line();
    line.commit(d -> d.value("list", "0").value("plain", "p"));
    line.commit(d -> d.delta("list", "1"));
    line.commit(d -> d.delta("list", "2"));
    line.commit(d -> d.value("other", "x"));

    store.prune(line.lease(), PrunePolicy.keepLatest());

    assertThat(Line.values(head(line.lease()), "list")).containsExactly("0", "1", "2");
    assertThat(Line.values(head(line.lease()), "plain")).containsExactly("p");
    assertThat(Line.values(reopen().head(Samples.THREAD, "main").orElseThrow(), "list"))
        .containsExactly("0", "1", "2");
    line.commit(d -> d.delta("list", "3"));
    assertThat(Line.values(head(line.lease()), "list")).containsExactly("0", "1", "2", "3");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 7, 42, 1234})
  void any_tree_of_branches_reads_back_as_each_line_wrote_it(long seed) {
    Random random = new Random(seed);
    Line main = line();
    main.commit(d -> d.value("list", "0"));
    List<String> branches = new ArrayList<>(List.of("main"));
    List<CheckpointRef> refs = new ArrayList<>(List.of(main.head()));
    List<List<String>> expected = new ArrayList<>(List.of(List.of("0")));

    for (int i = 1; i <= 60; i++) {
      String addition = "" + i;
      if (random.nextInt(6) == 0) {
        int at = random.nextInt(refs.size());
        String branch = "b" + i;
        branches.add(branch);
        refs.add(store.fork(main.lease(), refs.get(at), branch));
        expected.add(expected.get(at));
      } else {
        String branch = branches.get(random.nextInt(branches.size()));
        Line line = Line.at(store, main.lease(), branch);
        int at = refs.indexOf(line.head());
        boolean whole = random.nextInt(8) == 0;
        refs.add(line.commit(d -> whole ? d.value("list", addition) : d.delta("list", addition)));
        List<String> now = new ArrayList<>(whole ? List.of() : expected.get(at));
        now.add(addition);
        expected.add(now);
      }
    }

    for (int i = 0; i < refs.size(); i++) {
      assertThat(main.values(refs.get(i), "list")).as("%s", refs.get(i)).isEqualTo(expected.get(i));
    }
  }
}
