package io.harden4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.EffectKey;
import io.harden4j.checkpoint.TaskId;
import io.harden4j.checkpoint.TaskKey;
import io.harden4j.checkpoint.ThreadKey;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys of effects are looked up in maps of all effects of a thread. */
class EffectKeyTest {
  private static int hash(String ordinal, int visit) {
    TaskId task = new TaskId("", "call", ordinal, visit);
    TaskKey key = new TaskKey(new ThreadKey("acme", "t-1"), "main", task, 0);
    return new EffectKey(key, "tool:orders.find", "00ff", 0).hashCode();
  }

  @Test
  void the_same_call_in_every_turn_of_a_loop_is_found_at_once() {
    assertThat(IntStream.range(0, 1_000).map(i -> hash("", i)).distinct().count())
        .isGreaterThan(990);
  }

  @Test
  void the_same_call_in_every_branch_of_a_fan_out_is_found_at_once() {
    assertThat(IntStream.range(0, 1_000).map(i -> hash("0/" + i, 0)).distinct().count())
        .isGreaterThan(990);
  }
}
