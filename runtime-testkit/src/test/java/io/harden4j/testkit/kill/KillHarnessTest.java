package io.harden4j.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KillHarnessTest {
  private final KillHarness harness = KillHarness.of(CountingChild.class);

  @Test
  void lists_the_points_a_child_passes() {
    assertThat(harness.points()).containsExactly("afterCount", "afterCount", "afterCount", "atEnd");
  }

  @Test
  void kills_a_child_at_the_planned_point_before_it_can_clean_up() {
    Killed killed = harness.killAt(new KillPlan("afterCount", 2));

    assertThat(killed.reached()).isTrue();
    assertThat(killed.said()).containsExactly("counted 1", "counted 2");
    assertThat(killed.exitCode()).isEqualTo(Killed.SIGKILL);
  }

  @Test
  void a_child_that_never_comes_to_the_point_runs_to_its_end() {
    Killed killed = harness.killAt(new KillPlan("afterCount", 9));

    assertThat(killed.reached()).isFalse();
    assertThat(killed.exitCode()).isZero();
    assertThat(killed.said()).contains("counted 3", "hook");
  }

  @Test
  void a_child_that_fails_is_an_error_with_its_own_words() {
    assertThatThrownBy(() -> harness.killAt(new KillPlan("afterCount", 1), "reasons"))
        .hasMessageContaining("told to fail with reasons");
  }

  @Test
  void spreads_kills_evenly_over_points_and_the_same_for_a_seed() {
    List<String> passed = List.of("a", "a", "a", "b", "c");

    List<KillPlan> plans = harness.plans(passed, 30, 7);

    assertThat(plans.stream().collect(Collectors.groupingBy(KillPlan::point)).values())
        .allSatisfy(each -> assertThat(each).hasSize(10));
    assertThat(plans).allMatch(p -> p.hit() <= (p.point().equals("a") ? 3 : 1));
    assertThat(harness.plans(passed, 30, 7)).isEqualTo(plans);
  }

  @Test
  void a_plan_survives_the_way_to_the_child() {
    KillPlan plan = new KillPlan("odd#name", 3);

    assertThat(KillPlan.parse(plan.toString())).isEqualTo(plan);
  }
}
