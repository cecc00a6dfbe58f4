package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.ControlStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises of {@link ControlStore} as tests. Extend it for your store; JUnit makes a new instance, thus a fresh backend, for each. */
public abstract class ControlStoreContract {
  private static final String TENANT = "acme";

  @SuppressWarnings("NullAway.Init")
  private ControlStore store;

  /** Creates the contract for one test. */
  protected ControlStoreContract() {}

  /** Opens a store on this test's backend; a second call stands for a new process. A store in memory returns the same again. */
  protected abstract ControlStore open();

  @BeforeEach
  final void openStore() {
    store = open();
  }

  @Test
  void a_counter_nobody_touched_is_zero() {
    assertThat(store.counter(TENANT, "tokens")).isZero();
  }

  @Test
  void reserves_up_to_the_limit_and_not_beyond() {
    assertThat(store.reserve(TENANT, "tokens", 60, 100)).isTrue();
    assertThat(store.reserve(TENANT, "tokens", 41, 100)).isFalse();
    assertThat(store.reserve(TENANT, "tokens", 40, 100)).isTrue();
    assertThat(store.reserve(TENANT, "tokens", 0, 100)).isTrue();

    assertThat(store.counter(TENANT, "tokens")).isEqualTo(100);
    assertThat(open().counter(TENANT, "tokens")).isEqualTo(100);
  }

  @Test
  void a_huge_reservation_does_not_wrap_around() {
    store.reserve(TENANT, "tokens", 10, 100);

    assertThat(store.reserve(TENANT, "tokens", Long.MAX_VALUE, 100)).isFalse();
    assertThat(store.counter(TENANT, "tokens")).isEqualTo(10);
  }

  @Test
  void settling_replaces_the_reserved_amount_by_the_actual_one() {
    store.reserve(TENANT, "tokens", 60, 100);

    store.settle(TENANT, "tokens", 60, 25);

    assertThat(store.counter(TENANT, "tokens")).isEqualTo(25);
    store.settle(TENANT, "tokens", 0, 100);
    assertThat(store.counter(TENANT, "tokens"))
        .as("the truth may exceed a limit")
        .isEqualTo(125);
  }

  @Test
  void a_counter_never_goes_below_zero() {
    store.reserve(TENANT, "tokens", 5, 100);

    store.settle(TENANT, "tokens", 50, 0);

    assertThat(store.counter(TENANT, "tokens")).isZero();
  }

  @Test
  void counters_of_tenants_and_names_are_apart() {
    store.reserve(TENANT, "tokens", 5, 100);

    assertThat(store.counter("other", "tokens")).isZero();
    assertThat(store.counter(TENANT, "money")).isZero();
    assertThat(store.counter("acm", "etokens")).isZero();
  }

  @Test
  void many_who_reserve_at_once_do_not_overshoot() throws Exception {
    Callable<Integer> caller = () -> {
      int granted = 0;
      for (int i = 0; i < 50; i++) {
        granted += store.reserve(TENANT, "tokens", 10, 1_955) ? 1 : 0;
      }
      return granted;
    };

    List<Integer> granted = AtOnce.run(Collections.nCopies(4, caller));

    assertThat(granted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(195);
    assertThat(store.counter(TENANT, "tokens")).isEqualTo(1_950);
  }

  @Test
  void a_flag_begins_at_version_one_and_counts_its_changes() {
    assertThat(store.flag(TENANT, "kill")).isEmpty();
    assertThat(store.setFlag(TENANT, "kill", "off", 0)).isTrue();
    assertThat(store.setFlag(TENANT, "kill", "on", 1)).isTrue();

    assertThat(store.flag(TENANT, "kill")).contains(new ControlStore.Flag("kill", "on", 2));
    assertThat(open().flag(TENANT, "kill")).contains(new ControlStore.Flag("kill", "on", 2));
    assertThat(store.flag("other", "kill")).isEmpty();
  }

  @Test
  void a_flag_at_another_version_is_not_set() {
    store.setFlag(TENANT, "kill", "off", 0);

    assertThat(store.setFlag(TENANT, "kill", "on", 0)).isFalse();
    assertThat(store.setFlag(TENANT, "kill", "on", 2)).isFalse();
    assertThat(store.setFlag(TENANT, "unknown", "on", 1)).isFalse();
    assertThat(store.flag(TENANT, "kill")).contains(new ControlStore.Flag("kill", "off", 1));
    assertThat(store.flag(TENANT, "unknown")).isEmpty();
  }

  @Test
  void of_many_who_set_a_flag_at_once_one_wins() throws Exception {
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String value = "v" + i;
      calls.add(() -> store.setFlag(TENANT, "pin", value, 0));
    }

    assertThat(AtOnce.run(calls)).containsOnlyOnce(true);
  }

  @Test
  void lists_flags_of_a_prefix_by_name() {
    for (String name : List.of("kill/b", "kill/a", "pin/a", "kil", "KILL/c", "kill_/c")) {
      store.setFlag(TENANT, name, "v", 0);
    }
    store.setFlag("other", "kill/z", "v", 0);

    assertThat(store.flags(TENANT, "kill/"))
        .extracting(ControlStore.Flag::name)
        .containsExactly("kill/a", "kill/b");
    assertThat(store.flags(TENANT, "kill_"))
        .extracting(ControlStore.Flag::name)
        .containsExactly("kill_/c");
    assertThat(store.flags(TENANT, "")).hasSize(6);
    assertThat(store.flags("nobody", "")).isEmpty();
  }

  @Test
  void a_grant_is_spent_by_the_first_caller_only() throws Exception {
    List<Callable<Boolean>> calls = Collections.nCopies(16, () -> store.spend(TENANT, "grant"));

    assertThat(AtOnce.run(calls)).containsOnlyOnce(true);
    assertThat(open().spend(TENANT, "grant")).isFalse();
    assertThat(store.spend("other", "grant")).isTrue();
    assertThat(store.spend(TENANT, "another")).isTrue();
  }

  @Test
  void hostile_names_are_data() {
    String hostile = "../x' OR 1=1 --\0\n\"%";

    assertThat(store.setFlag(hostile, hostile, hostile, 0)).isTrue();
    assertThat(store.reserve(hostile, hostile, 1, 1)).isTrue();

    assertThat(store.flags(hostile, hostile)).hasSize(1);
    assertThat(store.counter(hostile, hostile)).isEqualTo(1);
    assertThat(store.flags(TENANT, "")).isEmpty();
  }
}
