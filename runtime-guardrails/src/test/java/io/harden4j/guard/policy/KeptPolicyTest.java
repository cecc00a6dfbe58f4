package io.harden4j.guard.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.InMemoryControlStore;
import io.harden4j.checkpoint.RunId;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.guard.StandardGuard;
import io.harden4j.identity.Principal;
import io.harden4j.label.Label;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.Decision;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Sink;
import io.harden4j.tool.ToolCall;
import io.harden4j.tool.ToolDeclaration;
import io.harden4j.tool.ToolRef;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run keeps its policy in whatever process it goes on. Each holder stands for a process. */
class KeptPolicyTest {
  private static final String OLD = """
      format: harden4j-policy/1
      id: old
      rules:
        - { id: read, role: agent, allow: s.* }
      ...
      """;
  private static final String NEW = OLD.replace("id: old", "id: new").replace("allow", "ask");

  @TempDir
  Path dir;

  private final InMemoryControlStore store = new InMemoryControlStore();
  private Path old = Path.of("");
  private Path next = Path.of("");

  @BeforeEach
  void files() throws IOException {
    old = Files.writeString(dir.resolve("old.yaml"), OLD);
    next = Files.writeString(dir.resolve("new.yaml"), NEW);
  }

  private static GuardRequest call(String run) {
    return call("acme", run);
  }

  private static GuardRequest call(String tenant, String run) {
    return new GuardRequest(
        Principal.of("ana", tenant, "agent"),
        new RunId(run),
        new ThreadKey(tenant, "t"),
        "act",
        new ToolCall(new ToolRef("s", "read", ""), CanonicalArguments.parse("{}")),
        ToolDeclaration.of(Sink.READ),
        Label.SYSTEM,
        Map.of(),
        List.of(),
        Instant.EPOCH);
  }

  private static String verdict(Decision decision) {
    return decision.fold(a -> "ALLOW", d -> "DENY " + d.code(), q -> "ASK");
  }

  private PolicyHolder process(Path file) {
    return PolicyHolder.load(file, Map.of(), Set.of()).keptIn(store);
  }

  @Test
  void a_run_keeps_its_policy_in_a_process_that_never_read_it() {
    PolicyHolder first = process(old);
    assertThat(verdict(first.decide(call("r1")))).isEqualTo("ALLOW");

    PolicyHolder second = process(next);

    assertThat(verdict(second.decide(call("r1")))).isEqualTo("ALLOW");
    assertThat(second.policyHash(call("r1"))).isEqualTo(first.policyHash());
    assertThat(verdict(second.decide(call("r2")))).isEqualTo("ASK");
    assertThat(verdict(first.decide(call("r2"))))
        .as("bound by the other process")
        .isEqualTo("ASK");
    assertThat(verdict(second.decide(call("globex", "r1"))))
        .as("another tenant")
        .isEqualTo("ASK");
  }

  @Test
  void what_a_newer_policy_takes_away_by_name_is_denied_in_that_process_too() throws IOException {
    process(old).decide(call("r1"));

    PolicyHolder second =
        process(Files.writeString(next, NEW.replace("...", "forbidden: [s.read]\n...")));

    assertThat(verdict(second.decide(call("r1")))).isEqualTo("DENY NOT_PERMITTED");
  }

  @Test
  void a_policy_built_in_java_is_found_where_it_is_named_and_else_its_runs_are_denied() {
    StandardGuard java = StandardGuard.builder().role("agent").may("s.read").build();
    PolicyHolder.of(java).keptIn(store).decide(call("r1"));

    PolicyHolder unknowing = process(next);
    assertThat(unknowing.decide(call("r1"))).isInstanceOfSatisfying(Decision.Deny.class, deny -> {
      assertThat(deny.code()).isEqualTo("POLICY_LOST");
      assertThat(deny.toHuman()).contains(java.policyHash()).contains("knows(");
    });
    assertThat(unknowing.policyHash(call("r1"))).isEqualTo(java.policyHash());

    assertThat(verdict(process(next).knows(java).decide(call("r1")))).isEqualTo("ALLOW");
  }

  @Test
  void a_kept_text_that_somebody_changed_is_no_policy() {
    PolicyHolder first = process(old);
    first.decide(call("r1"));
    ControlStore.Flag kept = store.flag("*policies", first.policyHash()).orElseThrow();
    store.setFlag("*policies", first.policyHash(), OLD.replace("s.*", "\"*.*\""), kept.version());

    assertThat(verdict(process(next).decide(call("r1")))).isEqualTo("DENY POLICY_LOST");
  }

  @Test
  void a_policy_that_is_reloaded_is_kept_before_runs_are_bound_to_it() {
    PolicyHolder first = process(old);
    first.reload(next);
    assertThat(verdict(first.decide(call("r1")))).isEqualTo("ASK");

    assertThat(verdict(process(old).decide(call("r1")))).isEqualTo("ASK");
  }

  @Test
  void a_store_that_cannot_be_read_decides_nothing() {
    InvocationHandler broken = (proxy, method, arguments) -> {
      throw new IllegalStateException("the store is broken");
    };
    ControlStore none = (ControlStore) Proxy.newProxyInstance(
        ControlStore.class.getClassLoader(), new Class<?>[] {ControlStore.class}, broken);
    PolicyHolder holder = PolicyHolder.of(PolicyFile.parse(OLD).compile()).keptIn(none);

    assertThatThrownBy(() -> holder.decide(call("r1"))).hasMessageContaining("broken");
  }
}
