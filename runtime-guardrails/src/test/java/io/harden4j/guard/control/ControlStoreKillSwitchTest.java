package io.harden4j.guard.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.InMemoryControlStore;
import io.harden4j.testkit.HostileEvidence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(HostileEvidence.class)
class ControlStoreKillSwitchTest {
  private static final Set<String> SCOPES =
      Set.of("all", "tenant:acme", "run:r1", "tool:orders/refund");
  private final InMemoryControlStore store = new InMemoryControlStore();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
  private final AtomicBoolean down = new AtomicBoolean();
  private final AtomicInteger reads = new AtomicInteger();

  private ControlStore watched() {
    return (ControlStore) Proxy.newProxyInstance(
        ControlStore.class.getClassLoader(),
        new Class<?>[] {ControlStore.class},
        (proxy, method, args) -> {
          if (down.get()) {
            throw new IllegalStateException("password=canary");
          }
          if (method.getName().equals("flags")) {
            reads.incrementAndGet();
          }
          try {
            return method.invoke(store, args);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private ControlStoreKillSwitch open() {
    return ControlStoreKillSwitch.over(watched()).withClock(now::get);
  }

  private void pass(Duration time) {
    now.updateAndGet(t -> t.plus(time));
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "tenant:acme", "run:r1", "tool:orders/refund"})
  void an_engaged_scope_stops_at_once_and_says_why_until_it_is_released(String scope) {
    ControlStoreKillSwitch kill = open();
    assertThat(kill.engaged(SCOPES)).isEmpty();

    kill.engage(scope, "incident 7");

    assertThat(kill.engaged(SCOPES)).contains(scope + " is stopped: incident 7");
    assertThat(kill.engaged(Set.of("tenant:other"))).isEmpty();
    kill.release(scope, "solved");
    assertThat(kill.engaged(SCOPES)).isEmpty();
  }

  @Test
  void what_another_process_engaged_is_seen_within_a_second() {
    ControlStoreKillSwitch here = open();
    assertThat(here.engaged(SCOPES)).isEmpty();
    open().engage("tenant:acme", "incident 7");

    pass(Duration.ofMillis(999));

    assertThat(here.engaged(SCOPES)).isPresent();
  }

  @Test
  void the_store_is_not_asked_for_every_effect() {
    ControlStoreKillSwitch kill = open();

    for (int i = 0; i < 100; i++) {
      kill.engaged(SCOPES);
      pass(Duration.ofMillis(10));
    }

    assertThat(reads.get()).isBetween(1, 4);
  }

  @Test
  void F18_a_store_that_cannot_be_read_counts_as_engaged_once_the_last_reading_is_stale() {
    ControlStoreKillSwitch kill = open();
    kill.engaged(SCOPES);
    down.set(true);

    pass(Duration.ofSeconds(1));

    assertThat(kill.engaged(SCOPES))
        .hasValueSatisfying(
            why -> assertThat(why).contains("cannot be read").doesNotContain("canary"));
    down.set(false);
    assertThat(kill.engaged(SCOPES)).isEmpty();
  }

  @Test
  void a_clock_that_is_set_back_does_not_keep_an_old_reading_alive() {
    ControlStoreKillSwitch kill = open();
    kill.engaged(SCOPES);
    open().engage("all", "incident 7");

    pass(Duration.ofDays(-1));

    assertThat(kill.engaged(SCOPES)).isPresent();
  }

  @Test
  void a_flag_that_cannot_be_understood_counts_as_engaged() {
    store.setFlag("*", "kill-switch/run:r1", "maybe", 0);

    assertThat(open().engaged(SCOPES)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ALL", "tenant:", "user:ana", "everything"})
  void an_unknown_scope_is_refused(String scope) {
    assertThatThrownBy(() -> open().engage(scope, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scope");
  }

  @Test
  void a_reason_is_required() {
    assertThatThrownBy(() -> open().engage("all", " "))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
