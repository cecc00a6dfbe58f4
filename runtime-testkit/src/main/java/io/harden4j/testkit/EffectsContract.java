package io.harden4j.testkit;

import static io.harden4j.checkpoint.EffectState.DONE;
import static io.harden4j.checkpoint.EffectState.FAILED;
import static io.harden4j.checkpoint.EffectState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.Cause;
import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.EffectRecord;
import io.harden4j.checkpoint.EffectState;
import io.harden4j.checkpoint.GrantSpentException;
import io.harden4j.checkpoint.Question;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.TaskKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Group C: the journal of effects. */
abstract class EffectsContract extends StoreGroup {
  EffectsContract(CheckpointStoreContract subject) {
    super(subject);
  }

  private Line lineWith(String... frontier) {
    Line line = line();
    line.commit(d -> d.frontier(frontier));
    return line;
  }

  private static EffectKey effect(Line line, String name) {
    return Samples.effectKey(Samples.taskKey(line.lease(), "n"), name);
  }

  @Test
  void an_intent_is_durable_when_begin_returns() {
    Line line = lineWith("n");
    EffectRecord intent = Samples.intent(effect(line, "pay"));

    assertThat(store.beginEffect(line.lease(), intent, null)).isEqualTo(intent);

    assertThat(head(line.lease()).effects()).containsExactly(intent);
    assertThat(reopen().head(Samples.THREAD, "main").orElseThrow().effects())
        .containsExactly(intent);
  }

  @Test
  void begin_returns_what_is_there() {
    Line line = lineWith("n");
    EffectRecord intent = Samples.intent(effect(line, "pay"));
    store.beginEffect(line.lease(), intent, null);
    EffectRecord second = new EffectRecord(
        intent.key(), true, "another-key", EffectState.INTENT, Samples.payload("other"), null);

    assertThat(store.beginEffect(line.lease(), second, null)).isEqualTo(intent);
    store.endEffect(line.lease(), Samples.done(intent.key()));
    assertThat(store.beginEffect(line.lease(), second, null)).isEqualTo(Samples.done(intent.key()));
  }

  @Test
  void an_effect_that_failed_gets_a_durable_intent_before_it_is_tried_again() {
    Line line = lineWith("n");
    EffectRecord intent = Samples.intent(effect(line, "pay"));
    store.beginEffect(line.lease(), intent, null);
    store.endEffect(line.lease(), intent.ended(FAILED, null));

    assertThat(store.beginEffect(line.lease(), intent, null)).isEqualTo(intent);

    assertThat(reopen().head(Samples.THREAD, "main").orElseThrow().effects())
        .containsExactly(intent);
  }

  @Test
  void done_is_never_overwritten() {
    Line line = lineWith("n");
    EffectRecord done = Samples.done(effect(line, "pay"));
    store.beginEffect(line.lease(), Samples.intent(done.key()), null);
    store.endEffect(line.lease(), done);

    store.endEffect(line.lease(), done.ended(FAILED, Samples.payload("late")));
    store.endEffect(line.lease(), done.ended(UNKNOWN, null));
    store.endEffect(line.lease(), done.ended(DONE, Samples.payload("another result")));

    assertThat(head(line.lease()).effects()).containsExactly(done);
  }

  @Test
  void an_outcome_needs_no_intent() {
    Line line = lineWith("n");
    EffectRecord done =
        new EffectRecord(effect(line, "chat"), false, "", DONE, null, Samples.payload("hello"));

    store.endEffect(line.lease(), done);

    assertThat(head(line.lease()).effects()).containsExactly(done);
  }

  @Test
  void unknown_is_settled_later() {
    Line line = lineWith("n");
    EffectRecord done = Samples.done(effect(line, "pay"));
    EffectRecord failed = Samples.intent(effect(line, "mail")).ended(FAILED, null);
    for (EffectRecord settled : List.of(done, failed)) {
      store.beginEffect(line.lease(), Samples.intent(settled.key()), null);
      store.endEffect(line.lease(), settled.ended(UNKNOWN, null));
      line.commit(d -> d.status(Cause.STOP, RunStatus.SUSPENDED));

      store.endEffect(line.lease(), settled);
    }

    assertThat(head(line.lease()).effects()).containsExactlyInAnyOrder(done, failed);
  }

  @Test
  void tells_effects_apart_by_each_part_of_their_key() {
    Line line = lineWith("n", "m");
    TaskKey n = Samples.taskKey(line.lease(), "n");
    List<EffectKey> keys = List.of(
        new EffectKey(n, "pay", "d1", 0),
        new EffectKey(n, "pay", "d1", 1),
        new EffectKey(n, "pay", "d2", 0),
        new EffectKey(n, "mail", "d1", 0),
        new EffectKey(Samples.taskKey(line.lease(), "m"), "pay", "d1", 0));

    for (EffectKey key : keys) {
      assertThat(store.beginEffect(line.lease(), Samples.intent(key), null).key())
          .isEqualTo(key);
    }

    assertThat(head(line.lease()).effects())
        .extracting(EffectRecord::key)
        .containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void effects_survive_a_commit_that_keeps_the_frontier() {
    Line line = lineWith("n");
    EffectRecord done = Samples.done(effect(line, "pay"));
    store.endEffect(line.lease(), done);

    line.commit(d -> d.status(Cause.STOP, RunStatus.FAILED));
    line.commit(d -> d.status(Cause.RESUME, RunStatus.RUNNING).segment(1));

    assertThat(head(line.lease()).effects()).containsExactly(done);
    assertThat(store.beginEffect(line.lease(), Samples.intent(done.key()), null))
        .isEqualTo(done);
  }

  @Test
  void shows_effects_of_the_frontier_only() {
    Line line = lineWith("n");
    store.endEffect(line.lease(), Samples.done(effect(line, "pay")));

    line.commit(d -> d.frontier("m").consumes(Samples.task("n")));

    assertThat(head(line.lease()).effects()).isEmpty();
  }

  @Test
  void an_edit_makes_effects_new() {
    Line line = lineWith("n");
    store.endEffect(line.lease(), Samples.done(effect(line, "pay")));
    line.commit(d -> d.status(Cause.EDIT, RunStatus.RUNNING).epoch(1));
    TaskKey edited = Samples.taskKey(Samples.THREAD, "main", "n", 1);
    EffectRecord intent = Samples.intent(Samples.effectKey(edited, "pay"));

    assertThat(head(line.lease()).effects()).isEmpty();
    assertThat(store.beginEffect(line.lease(), intent, null)).isEqualTo(intent);
    assertThat(head(line.lease()).effects()).containsExactly(intent);
  }

  @Test
  void of_concurrent_begins_one_writes_and_all_see_it() throws Exception {
    Line line = lineWith("n");
    List<EffectRecord> winners = new ArrayList<>();
    for (int round = 0; round < 30; round++) {
      EffectKey key = effect(line, "pay " + round);
      List<Callable<EffectRecord>> begins = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        EffectRecord mine = new EffectRecord(
            key, true, "writer-" + i, EffectState.INTENT, Samples.payload("" + i), null);
        begins.add(() -> store.beginEffect(line.lease(), mine, null));
      }

      List<EffectRecord> seen = AtOnce.run(begins);

      assertThat(seen).containsOnly(seen.get(0));
      winners.add(seen.get(0));
    }
    assertThat(head(line.lease()).effects()).containsExactlyInAnyOrderElementsOf(winners);
  }

  @Test
  void a_grant_is_spent_once_and_with_the_intent() {
    Line line = lineWith("n");
    Question grant = answeredQuestion(line, "grant");
    EffectRecord first = Samples.intent(effect(line, "pay"));
    EffectRecord second = Samples.intent(effect(line, "pay-again"));

    store.beginEffect(line.lease(), first, grant.id());

    assertThatThrownBy(() -> store.beginEffect(line.lease(), second, grant.id()))
        .isInstanceOf(GrantSpentException.class);
    assertThat(head(line.lease()).effects()).containsExactly(first);
    assertThat(store.beginEffect(line.lease(), first, grant.id())).isEqualTo(first);
  }

  @Test
  void a_spent_grant_stays_spent_in_another_instance() {
    Line line = lineWith("n");
    Question grant = answeredQuestion(line, "grant");
    store.beginEffect(line.lease(), Samples.intent(effect(line, "pay")), grant.id());

    EffectRecord second = Samples.intent(effect(line, "pay-again"));

    assertThatThrownBy(() -> reopen().beginEffect(line.lease(), second, grant.id()))
        .isInstanceOf(GrantSpentException.class);
  }

  private Question answeredQuestion(Line line, String id) {
    Question q = Samples.question(Samples.taskKey(line.lease(), "n"), id);
    store.putTask(line.lease(), Samples.suspended(q.task(), 1, q));
    store.answer(q.id(), 1, Samples.payload("yes"), "bob");
    return q;
  }
}
