package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.harden4j.checkpoint.AnswerResult;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.Digests;
import io.harden4j.checkpoint.FencedException;
import io.harden4j.checkpoint.KeyEntry;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadAddress;
import io.harden4j.checkpoint.PrunePolicy;
import io.harden4j.checkpoint.PruneResult;
import io.harden4j.checkpoint.RekeyStore;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.ThreadKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The optional group REKEY: payloads are replaced in place, each under its address. */
abstract class RekeyContract extends StoreGroup {
  private RekeyThread sample = new RekeyThread(Samples.THREAD, RekeyContract::old);

  RekeyContract(CheckpointStoreContract subject) {
    super(subject);
  }

  @BeforeEach
  void needsTheExtra() {
    assumeTrue(store instanceof RekeyStore, "the store does not implement RekeyStore");
  }

  private static Payload old(PayloadAddress address, String text) {
    return sealed("old", address, text);
  }

  /** A toy seal that names its address, so that a payload put elsewhere is seen. */
  private static Payload sealed(String key, PayloadAddress address, String text) {
    String place = Digests.sha256(address.encoded());
    return new Payload("text", 1, key, (place + key + text).getBytes(StandardCharsets.UTF_8));
  }

  private static Payload renewed(PayloadAddress address, Payload there) {
    if (!there.keyId().equals("old")) {
      return there;
    }
    String text = Samples.text(there);
    assertThat(text).as("%s", address.describe()).startsWith(Digests.sha256(address.encoded()));
    return sealed("new", address, text.substring(64 + "old".length()));
  }

  private RekeyStore rekey() {
    return (RekeyStore) store;
  }

  private Line write() {
    return sample.write(store, lease());
  }

  /** The sample has effects whose first record, of a test helper, is not sealed: those are left alone. */
  private static Payload lenient(PayloadAddress address, Payload there) {
    return there.keyId().isEmpty() ? there : renewed(address, there);
  }

  private List<Object> everything() {
    return sample.everything(store);
  }

  @Test
  void visits_every_payload_under_its_address() {
    Line line = write();
    Set<PayloadAddress> visited = new HashSet<>();

    rekey().reencrypt(line.lease(), (address, there) -> {
      visited.add(address);
      return there;
    });

    assertThat(visited).containsAll(sample.sealed());
  }

  @Test
  void readers_get_what_the_function_returned() {
    Line line = write();
    List<Object> before = everything();

    long changed = rekey().reencrypt(line.lease(), RekeyContract::lenient);

    List<Object> expected = RekeyThread.changed(before, Samples.THREAD, RekeyContract::lenient);
    assertThat(changed).isGreaterThanOrEqualTo(sample.sealed().size());
    assertThat(everything()).isEqualTo(expected).isNotEqualTo(before);
    assertThat(sample.everything(reopen())).isEqualTo(expected);
  }

  @Test
  void nothing_but_payloads_changes() {
    Line line = write();
    CheckpointQuery all = CheckpointQuery.thread(Samples.THREAD);
    var listed = store.list(all);

    rekey().reencrypt(line.lease(), RekeyContract::lenient);

    assertThat(store.list(all)).isEqualTo(listed);
    assertThat(store.holder(Samples.THREAD)).contains(line.lease());
    assertThat(store.question(sample.openId()).orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  void a_second_time_changes_nothing() {
    Line line = write();
    rekey().reencrypt(line.lease(), RekeyContract::lenient);
    List<Object> after = everything();

    assertThat(rekey().reencrypt(line.lease(), RekeyContract::lenient)).isZero();

    assertThat(everything()).isEqualTo(after);
  }

  @Test
  void an_empty_thread_has_nothing_to_change() {
    assertThat(rekey().reencrypt(lease(), RekeyContract::renewed)).isZero();
  }

  @Test
  void an_old_lease_changes_nothing() {
    Line line = write();
    List<Object> before = everything();
    clock.advance(Samples.TTL.plusSeconds(1));
    Lease newer = store.acquire(Samples.THREAD, Samples.BOB, Samples.TTL).orElseThrow();

    assertThatThrownBy(() -> rekey().reencrypt(line.lease(), RekeyContract::lenient))
        .isInstanceOf(FencedException.class);

    assertThat(everything()).isEqualTo(before);
    assertThat(rekey().reencrypt(newer, RekeyContract::lenient)).isPositive();
  }

  @Test
  void a_function_that_throws_leaves_every_payload_whole_and_the_rest_to_be_done() {
    Line line = write();
    List<Object> expected =
        RekeyThread.changed(everything(), Samples.THREAD, RekeyContract::lenient);
    int[] calls = {0};

    assertThatThrownBy(() -> rekey().reencrypt(line.lease(), (address, there) -> {
          if (++calls[0] > 5) {
            throw new IllegalStateException("no key");
          }
          return lenient(address, there);
        }))
        .hasMessageContaining("no key");

    assertThat(RekeyThread.changed(everything(), Samples.THREAD, RekeyContract::lenient))
        .isEqualTo(expected);
    rekey().reencrypt(line.lease(), RekeyContract::lenient);
    assertThat(everything()).isEqualTo(expected);
  }

  @Test
  void other_threads_are_not_touched() {
    Line line = write();
    Line other = line(Samples.thread("other"));
    CheckpointRef ref = other.commit(d -> d.value("k", "v"));

    rekey().reencrypt(line.lease(), RekeyContract::lenient);

    assertThat(other.values(ref, "k")).containsExactly("v");
  }

  @Test
  void the_thread_goes_on_afterwards() {
    Line line = write();
    rekey().reencrypt(line.lease(), RekeyContract::lenient);

    Line on = Line.at(store, line.lease(), CheckpointRef.MAIN);
    Payload more = old(new PayloadAddress.Key(Samples.THREAD, "", "", "list", 4), "more");
    CheckpointRef head = on.commit(d -> d.entry("", "list", KeyEntry.Kind.DELTA, more));
    CheckpointRef fork = store.fork(line.lease(), head, "d");

    List<KeyEntry> chain = store.get(fork).orElseThrow().entries().get("list");
    assertThat(chain).extracting(e -> e.data().keyId()).containsExactly("new", "old");
    assertThat(store.prune(line.lease(), PrunePolicy.keepLatest()))
        .isNotEqualTo(new PruneResult(0, 0));
    CheckpointRef early = head(line.lease(), "b").checkpoint().parent();
    assertThat(store.get(Objects.requireNonNull(early)))
        .as("a fork point stays")
        .isPresent();
    rekey().reencrypt(line.lease(), RekeyContract::lenient);
    assertThat(store.get(fork).orElseThrow().entries().get("list"))
        .extracting(e -> e.data().keyId())
        .containsExactly("new", "new");
  }

  @Test
  void readers_see_old_or_new_and_an_answer_is_not_lost() throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      sample = new RekeyThread(Samples.thread("t" + round), RekeyContract::old);
      renewWhileOthersReadAndAnswer(Samples.thread("t" + round));
    }
  }

  private void renewWhileOthersReadAndAnswer(ThreadKey thread) throws InterruptedException {
    Line line = sample.write(store, lease(thread));
    List<Object> after =
        RekeyThread.changed(sample.everything(store), thread, RekeyContract::lenient);
    AtomicBoolean over = new AtomicBoolean();
    Payload yes = old(new PayloadAddress.AnswerText(sample.openId()), "yes");
    Callable<Object> changes = () -> {
      long changed = rekey().reencrypt(line.lease(), RekeyContract::lenient);
      over.set(true);
      return changed;
    };
    Callable<Object> reads = () -> {
      boolean last;
      do {
        last = over.get();
        List<Object> now = new ArrayList<>(RekeyThread.states(store, thread));
        assertThat(withoutQuestions(RekeyThread.changed(now, thread, RekeyContract::lenient)))
            .isEqualTo(withoutQuestions(after.subList(0, now.size())));
      } while (!last);
      return true;
    };
    Callable<Object> answers = () -> store.answer(sample.openId(), 1, yes, "carol");

    List<Object> results = AtOnce.run(List.of(changes, reads, answers));

    assertThat(results.get(2)).isEqualTo(AnswerResult.ACCEPTED);
    Payload answer = store.question(sample.openId()).orElseThrow().answer();
    assertThat(answer).isIn(yes, renewed(new PayloadAddress.AnswerText(sample.openId()), yes));
  }

  /** Returns states without what an answer changes meanwhile. */
  private static List<StoredState> withoutQuestions(List<Object> states) {
    return states.stream()
        .map(StoredState.class::cast)
        .map(s -> new StoredState(s.checkpoint(), s.entries(), s.tasks(), List.of(), s.effects()))
        .toList();
  }
}
