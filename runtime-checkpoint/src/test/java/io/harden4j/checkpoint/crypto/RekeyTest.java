package io.harden4j.checkpoint.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.Lease;
import io.harden4j.checkpoint.Owner;
import io.harden4j.checkpoint.PayloadCipher;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.checkpoint.internal.Pace;
import io.harden4j.testkit.MutableClock;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RekeyTest {
  private static final ThreadKey BUSY = new ThreadKey(RotationScene.ACME, "t3");
  private static final Duration TTL = Duration.ofMinutes(1);

  private final CheckpointStore store = new InMemoryCheckpointStore(MutableClock.create());
  private final RotationScene scene = new RotationScene(store, 10);

  private Rekey.Builder rekey() {
    return Rekey.builder(store, scene.cipher()).busyThreads(3, Duration.ofNanos(1));
  }

  @Test
  void a_busy_thread_is_left_and_named_and_done_the_next_time() {
    scene.seed();
    scene.keys.add(RotationScene.ACME, "k2");
    Lease held = store.acquire(BUSY, Owner.thisProcess("run"), TTL).orElseThrow();

    RekeyReport first = rekey().build().tenant(RotationScene.ACME);
    store.release(held);
    RekeyReport second = rekey().build().tenant(RotationScene.ACME);

    assertThat(first.busy()).containsExactly(BUSY);
    assertThat(first.complete()).isFalse();
    assertThat(first.threads()).isEqualTo(9);
    assertThat(second.complete()).isTrue();
    assertThat(second.payloads()).isEqualTo(first.payloads() / 9);
    assertThat(scene.keyIds(RotationScene.ACME)).containsExactly("k2");
  }

  @Test
  void a_thread_that_was_busy_is_done_as_soon_as_it_is_free() {
    scene.seed();
    scene.keys.add(RotationScene.ACME, "k2");
    Lease held = store.acquire(BUSY, Owner.thisProcess("run"), TTL).orElseThrow();
    List<Long> seen = new ArrayList<>();

    RekeyReport report = rekey()
        .onProgress(p -> {
          seen.add(p.threads());
          if (p.threads() == 9) {
            store.release(held);
          }
        })
        .build()
        .tenant(RotationScene.ACME);

    assertThat(report.complete()).isTrue();
    assertThat(seen).hasSizeGreaterThan(10).isSorted().endsWith(10L);
  }

  @Test
  void told_to_stop_it_says_so_and_goes_on_where_it_was() {
    scene.seed();
    scene.keys.add(RotationScene.ACME, "k2");
    Rekey[] stopped = new Rekey[1];
    stopped[0] = rekey()
        .onProgress(p -> {
          if (p.threads() == 4) {
            stopped[0].stop();
          }
        })
        .build();

    RekeyReport first = stopped[0].tenant(RotationScene.ACME);
    RekeyReport second = rekey().build().tenant(RotationScene.ACME);

    assertThat(first.stopped()).isTrue();
    assertThat(first.complete()).isFalse();
    assertThat(first.threads()).isEqualTo(4);
    assertThat(second.complete()).isTrue();
    long each = first.payloads() / first.threads();
    assertThat(first.payloads() + second.payloads()).isEqualTo(10 * each);
  }

  @Test
  void a_thread_whose_old_key_is_gone_is_named_and_does_not_stop_the_others() {
    RotationScene lost = new RotationScene(store, 3);
    lost.keys.add(RotationScene.ACME, "lost");
    lost.seed();
    new RotationScene(store, 10, scene.cipher(), 3).seed();
    scene.keys.add(RotationScene.ACME, "k2");

    RekeyReport report = rekey().build().tenant(RotationScene.ACME);

    assertThat(report.complete()).isFalse();
    assertThat(report.threads()).isEqualTo(7);
    assertThat(report.failed()).hasSize(3);
    report
        .failed()
        .forEach((thread, why) -> assertThat(why)
            .contains("MissingKeyException", "thread '" + thread.threadId() + "'", "'lost'"));
  }

  @Test
  void values_stored_before_there_was_a_cipher_are_sealed() {
    RotationScene plain = new RotationScene(store, 5, PayloadCipher.NONE, 0);
    plain.seed();
    AesGcmCipher lenient = AesGcmCipher.builder(scene.keys).readPlainValues().build();

    RekeyReport report = Rekey.builder(store, lenient).build().tenant(RotationScene.ACME);

    assertThat(report.complete()).isTrue();
    assertThat(scene.keyIds(RotationScene.ACME)).containsExactly("k1");
    assertThat(scene.unreadable(RotationScene.ACME)).isZero();
  }

  @Test
  void a_store_that_cannot_replace_values_is_refused() {
    InvocationHandler nothing = (Object proxy, Method method, Object[] args) -> "bare";
    CheckpointStore bare = (CheckpointStore) Proxy.newProxyInstance(
        CheckpointStore.class.getClassLoader(), new Class<?>[] {CheckpointStore.class}, nothing);

    assertThatThrownBy(() -> Rekey.builder(bare, PayloadCipher.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RekeyStore");
  }

  @Test
  void the_pace_spreads_work_over_time_until_it_is_stopped() {
    List<Long> waits = new ArrayList<>();
    Pace pace = new Pace(50, nanos -> {
      waits.add(nanos);
      return waits.size() == 3;
    });

    assertThat(pace.next()).isTrue();
    assertThat(pace.next()).isTrue();
    assertThat(pace.next()).isFalse();
    pace.stop();
    assertThat(pace.next()).isFalse();
    assertThat(waits).containsExactly(20_000_000L, 20_000_000L, 20_000_000L);
    assertThat(new Pace(0).next()).isTrue();
    assertThatThrownBy(() -> new Pace(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
