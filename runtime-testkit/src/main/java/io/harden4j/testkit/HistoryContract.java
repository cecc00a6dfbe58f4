package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.ThreadKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Group F, first half: history is listed, filtered and paged, and never changes. */
abstract class HistoryContract extends StoreGroup {
  private static final CheckpointQuery ALL = CheckpointQuery.thread(Samples.THREAD);

  HistoryContract(CheckpointStoreContract subject) {
    super(subject);
  }

  private List<CheckpointRef> refs(CheckpointQuery query) {
    return store.list(query).items().stream().map(CheckpointInfo::ref).toList();
  }

  @Test
  void lists_the_newest_first_with_all_that_a_listing_shows() {
    Line line = line();
    CheckpointRef first = line.commit(d -> d.tags(Map.of("customer", "42")).value("k", "v"));
    CheckpointRef second = line.commit(d -> d.status(Cause.STOP, RunStatus.SUSPENDED));

    Page<CheckpointInfo> page = store.list(ALL);

    assertThat(page.items())
        .containsExactly(
            CheckpointInfo.of(store.get(second).orElseThrow().checkpoint()),
            CheckpointInfo.of(store.get(first).orElseThrow().checkpoint()));
    assertThat(page.next()).isNull();
    assertThat(reopen().list(ALL)).isEqualTo(page);
  }

  @Test
  void lists_by_time_before_number() {
    Line line = line();
    CheckpointRef late = line.commit(d -> d.at(Samples.AT.plusSeconds(60)));
    CheckpointRef early = line.commit(d -> d.at(Samples.AT));
    CheckpointRef sameTime = line.commit(d -> d.at(Samples.AT));

    assertThat(refs(ALL)).containsExactly(late, sameTime, early);
  }

  @Test
  void lists_nothing_of_an_unknown_thread_branch_or_tenant() {
    line().commit();

    assertThat(refs(CheckpointQuery.thread(Samples.thread("unknown")))).isEmpty();
    assertThat(refs(CheckpointQuery.thread(new ThreadKey("other", "thread-1")))).isEmpty();
    assertThat(refs(ALL.onBranch("unknown"))).isEmpty();
    assertThat(refs(CheckpointQuery.heads("other"))).isEmpty();
  }

  @Test
  void filters_by_each_field() {
    Line line = line();
    CheckpointRef input = line.commit(d -> d.status(Cause.INPUT, RunStatus.RUNNING));
    CheckpointRef step = line.commit(d -> d.tags(Map.of("a", "1", "b", "2")));
    CheckpointRef stop =
        line.commit(d -> d.status(Cause.STOP, RunStatus.FAILED).run("run-2").step(7));
    CheckpointRef fork = store.fork(line.lease(), step, "b");

    assertThat(refs(ALL.withCause(Cause.INPUT, Cause.STOP))).containsExactly(stop, input);
    assertThat(refs(ALL.withStatus(RunStatus.FAILED))).containsExactly(stop);
    assertThat(refs(ALL.ofRun(new RunId("run-2")))).containsExactly(stop);
    assertThat(refs(ALL.onBranch("main").steps(1, 1))).containsExactly(step);
    assertThat(refs(ALL.onBranch("b"))).containsExactly(fork);
    assertThat(refs(ALL.onBranch("main").between(Samples.AT.plusSeconds(1), null)))
        .containsExactly(stop, step);
    assertThat(refs(ALL.onBranch("main").between(null, Samples.AT.plusSeconds(1))))
        .containsExactly(input);
    assertThat(refs(ALL.onBranch("main").tagged(Map.of("a", "1", "b", "2")))).containsExactly(step);
    assertThat(refs(ALL.onBranch("main").tagged(Map.of("a", "1", "b", "3")))).isEmpty();
    assertThat(refs(ALL.withCause(Cause.STOP).withStatus(RunStatus.RUNNING))).isEmpty();
  }

  @Test
  void tags_and_names_in_filters_are_data() {
    String hostile = "x' OR '1'='1' -- \" } $.a [*] %_\\";
    Line line = line();
    line.commit();
    CheckpointRef tagged = line.commit(d -> d.tags(Map.of(hostile, hostile)).run(hostile));

    assertThat(refs(ALL.tagged(Map.of(hostile, hostile)))).containsExactly(tagged);
    assertThat(refs(ALL.ofRun(new RunId(hostile)))).containsExactly(tagged);
    assertThat(refs(ALL.tagged(Map.of("x", hostile)))).isEmpty();
    assertThat(refs(ALL.tagged(Map.of("%", "%")))).isEmpty();
    assertThat(refs(ALL.onBranch(hostile))).isEmpty();
  }

  @Test
  void lists_the_heads_of_all_threads_of_a_tenant() {
    Line one = line();
    one.commit();
    CheckpointRef headOfOne = one.commit(d -> d.status(Cause.STOP, RunStatus.SUSPENDED));
    CheckpointRef fork = store.fork(one.lease(), headOfOne, "b");
    CheckpointRef headOfTwo = line(Samples.thread("two")).commit();
    Line.fresh(store, lease(new ThreadKey("other", "t")), "main").commit();

    CheckpointQuery heads = CheckpointQuery.heads(Samples.TENANT);

    assertThat(refs(heads)).containsExactlyInAnyOrder(headOfOne, fork, headOfTwo);
    assertThat(refs(heads.withStatus(RunStatus.SUSPENDED))).containsExactly(headOfOne);
  }

  @Test
  void pages_hold_each_checkpoint_once_while_new_ones_come_in() {
    Line line = line();
    List<CheckpointRef> written = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      written.add(line.commit(d -> d.at(Samples.AT.plusSeconds(written.size() / 3))));
    }
    Collections.reverse(written);

    List<CheckpointRef> read = new ArrayList<>();
    String cursor = null;
    do {
      Page<CheckpointInfo> page = store.list(ALL.page(cursor, 5));
      assertThat(page.items()).hasSizeBetween(1, 5);
      page.items().forEach(c -> read.add(c.ref()));
      line.commit(d -> d.at(Samples.AT.plusSeconds(1_000)));
      cursor = page.next();
    } while (cursor != null);

    assertThat(read).containsExactlyElementsOf(written);
  }

  @Test
  void pages_with_a_filter_are_full_and_know_their_end() {
    Line line = line();
    for (int i = 0; i < 12; i++) {
      int n = i;
      line.commit(d -> d.tags(Map.of("even", "" + (n % 2 == 0))));
    }
    CheckpointQuery even = ALL.tagged(Map.of("even", "true"));

    Page<CheckpointInfo> first = store.list(even.page(null, 4));
    Page<CheckpointInfo> second = store.list(even.page(first.next(), 4));

    assertThat(first.items()).hasSize(4);
    assertThat(second.items()).hasSize(2).doesNotContainAnyElementsOf(first.items());
    assertThat(second.next()).isNull();
  }

  @Test
  void a_page_that_ends_with_the_last_item_has_no_next() {
    Line line = line();
    line.commit();
    line.commit();

    assertThat(store.list(ALL.page(null, 2)).next()).isNull();
  }

  @Test
  void an_old_checkpoint_reads_as_it_was_committed() {
    Line line = line();
    CheckpointRef old = line.commit(d -> d.value("k", "old").frontier("n"));
    StoredState before = store.get(old).orElseThrow();

    line.commit(d -> d.value("k", "new").frontier("m"));
    line.commit(d -> d.status(Cause.EDIT, RunStatus.RUNNING).epoch(1).value("k", "edited"));

    assertThat(store.get(old).orElseThrow()).isEqualTo(before);
    assertThat(Line.values(head(line.lease()), "k")).containsExactly("edited");
  }
}
