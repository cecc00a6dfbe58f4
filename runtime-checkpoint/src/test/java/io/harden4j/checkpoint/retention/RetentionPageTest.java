package io.harden4j.checkpoint.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.InMemoryCheckpointStore;
import io.harden4j.checkpoint.InMemoryControlStore;
import io.harden4j.checkpoint.RunStatus;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.testkit.MutableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of docs/retention.md, in its order. */
class RetentionPageTest {
  @Test
  void the_page_does_what_it_says() {
    MutableClock clock = MutableClock.create();
    CheckpointStore store = new InMemoryCheckpointStore(clock);
    ControlStore control = new InMemoryControlStore();
    Office office = new Office(store, clock);
    office.completed("acme", "old", "customer-6");
    office.completed("globex", "old", "customer-6");
    clock.advance(Duration.ofDays(31));
    office.suspended("acme", "case-7", "customer-7");
    office.completed("acme", "case-8", "customer-7");

    Retention retention = Retention.builder(store, control)
        .clock(clock)
        .policy(RetentionPolicy.builder()
            .keepPerBranch(20)
            .deleteAfter(Duration.ofDays(30), RunStatus.COMPLETED, RunStatus.CANCELLED)
            .build())
        .policy(
            "globex",
            RetentionPolicy.builder()
                .deleteAfter(Duration.ofDays(365), RunStatus.COMPLETED)
                .build())
        .tenants(() -> List.of("acme", "globex"))
        .build();
    retention.run("acme");
    retention.run("globex");
    assertThat(office.threads("acme")).containsExactly("case-7", "case-8");
    assertThat(office.threads("globex")).containsExactly("old");

    DeletionReceipt one =
        retention.deleteThread(new ThreadKey("acme", "case-7"), "support", "ticket 12");
    DeletionReceipt all = retention.deleteSubject("acme", "customer-7", "dpo", "request 4711");
    assertThat(one.names(new ThreadKey("acme", "case-7"))).isTrue();
    assertThat(all.concerns("customer-7")).isTrue();
    assertThat(office.threads("acme")).isEmpty();
  }
}
