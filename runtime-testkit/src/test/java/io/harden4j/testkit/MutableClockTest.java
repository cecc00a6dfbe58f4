package io.harden4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.testkit.kill.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutableClockTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @Test
  void stands_still_until_it_is_moved() {
    MutableClock clock = MutableClock.create();

    assertThat(clock.instant()).isEqualTo(clock.instant()).isEqualTo(MutableClock.START);
    clock.advance(Duration.ofHours(2));
    assertThat(clock.instant()).isEqualTo(MutableClock.START.plusSeconds(7_200));
    clock.set(Instant.EPOCH);
    assertThat(clock.millis()).isZero();
  }

  @Test
  void a_child_jvm_sees_each_move() {
    Path file = directory.resolve("clock");
    MutableClock clock = MutableClock.in(file);
    Duration patience = Duration.ofSeconds(60);

    try (ChildJvm child =
        ChildJvm.start(ClockChild.class, Map.of(MutableClock.PROPERTY, "" + file), List.of())) {
      child.send("what time is it?");
      assertThat(child.readLine(patience)).contains("" + MutableClock.START);
      clock.advance(Duration.ofDays(1));
      child.send("and now?");
      assertThat(child.readLine(patience)).contains("" + clock.instant());
    }
  }

  @Test
  void without_the_property_a_child_has_the_systems_clock() {
    assertThat(MutableClock.ofChild().instant()).isAfter(MutableClock.START.minusSeconds(1));
    assertThat(MutableClock.ofChild()).isNotInstanceOf(MutableClock.class);
  }
}
