package io.harden4j.guard.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.guard.InvalidPolicyException;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.testkit.ProcessorTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a new policy file, the old policy stays. */
@ExtendWith(HostileEvidence.class)
class PolicyReloadTest {
  private static final String GOOD = PolicyFileTest.GOOD;

  @TempDir
  Path folder;

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("empty", ""),
        Arguments.of("white space", " \n\n"),
        Arguments.of("half-written", GOOD.substring(0, GOOD.length() / 2)),
        Arguments.of("without its last line", GOOD.replace("...\n", "")),
        Arguments.of("unknown field", GOOD.replace("allow:", "alow:")),
        Arguments.of("duplicate id of a rule", GOOD.replace("id: refunds", "id: read")),
        Arguments.of("duplicate key", GOOD.replace("id: desk", "id: desk\nid: desk")),
        Arguments.of("cyclic roles", GOOD.replace("inherits: [agent]", "inherits: [lead]")),
        Arguments.of(
            "roles that inherit in a larger circle",
            GOOD.replace(
                "lead: { inherits: [agent] }",
                "lead: { inherits: [agent] }\n  agent: { inherits: [chief] }\n  chief: { inherits: [lead] }")),
        Arguments.of("wildcard on EXECUTE", GOOD.replace("ask: ops.restart", "ask: ops.*")),
        Arguments.of("wildcard on everything", GOOD.replace("ask: ops.restart", "allow: \"*.*\"")),
        Arguments.of(
            "10 MB of a comment", GOOD.replace("...\n", "#" + "x".repeat(10_000_000) + "\n...\n")),
        Arguments.of(
            "10 MB of a list",
            GOOD.replace("\"*.drop_*\"", "\"a.b\",".repeat(2_000_000) + "\"a.c\"")),
        Arguments.of("no text", "\u0000\u0001\u0002" + GOOD),
        Arguments.of("two documents", GOOD + GOOD),
        Arguments.of("JSON of another kind", "{\"rules\":\"all\"}"));
  }

  @ParameterizedTest(name = "F26 {0}")
  @MethodSource("files")
  void F26_a_bad_file_is_a_typed_error_and_the_old_policy_stays(String name, String text)
      throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), GOOD);
    PolicyHolder holder = PolicyHolder.load(file, Map.of(), Set.of());
    String before = holder.policyHash();
    Files.writeString(file, text);

    ProcessorTime work = ProcessorTime.start();
    assertThatThrownBy(() -> holder.reload(file))
        .as(name)
        .isInstanceOfAny(PolicyFileException.class, InvalidPolicyException.class)
        .message()
        .isNotBlank()
        .hasSizeLessThan(4_000);

    assertThat(work.elapsed()).isLessThan(Duration.ofSeconds(2));
    assertThat(holder.policyHash()).isEqualTo(before);
  }

  @ParameterizedTest(name = "F26 at the first load: {0}")
  @MethodSource("files")
  void F26_no_guard_is_made_of_a_bad_file(String name, String text) throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), text);

    assertThatThrownBy(() -> PolicyHolder.load(file, Map.of(), Set.of()))
        .as(name)
        .isInstanceOfAny(PolicyFileException.class, InvalidPolicyException.class);
  }
}
