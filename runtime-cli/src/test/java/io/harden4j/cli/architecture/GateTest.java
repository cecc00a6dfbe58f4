package io.harden4j.cli.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.langchain4j.mcp.client.McpClient;
import io.harden4j.testkit.HostileEvidence;
import io.harden4j.tool.Gate;
import io.harden4j.tool.Permit;
import io.harden4j.tool.ToolConnector;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HostileEvidence.class)
class GateTest {
  @Test
  void a_permit_has_no_public_constructor_and_no_subclass() {
    JavaClass permit = Code.MODULES.get(Permit.class);

    assertThat(permit.getModifiers()).contains(JavaModifier.FINAL);
    assertThat(permit.getConstructors())
        .isNotEmpty()
        .noneMatch(c -> c.getModifiers().contains(JavaModifier.PUBLIC)
            || c.getModifiers().contains(JavaModifier.PROTECTED));
  }

  @Test
  void the_gates_own_call_alone_makes_permits() {
    assertThat(callers(Code.MODULES, makes(Permit.class)))
        .containsExactly("io.harden4j.tool.GatedCall");
  }

  @Test
  void the_gates_own_call_alone_invokes_connectors() {
    assertThat(callers(Code.MODULES, GateTest::invokesAConnector))
        .containsExactly("io.harden4j.tool.GatedCall");
  }

  @Test
  void the_runtime_alone_makes_gates() {
    assertThat(callers(Code.MODULES, makes(Gate.class)))
        .containsExactly("io.harden4j.run.AgentRuntime$Builder");
  }

  @Test
  void a_request_to_call_a_tool_leaves_for_an_mcp_server_from_its_connector_alone() {
    assertThat(callers(Code.MODULES, calls("io.harden4j.mcp.McpSession", "call")))
        .containsExactly("io.harden4j.mcp.McpToolConnector");
  }

  /** The session reads pages of a list by the same method. */
  @Test
  void any_other_request_leaves_for_an_mcp_server_from_its_connector_alone() {
    assertThat(callers(Code.MODULES, calls("io.harden4j.mcp.McpSession", "request")))
        .containsExactlyInAnyOrder(
            "io.harden4j.mcp.McpMethodConnector", "io.harden4j.mcp.McpSession");
    assertThat(callers(Code.MODULES, calls("io.harden4j.mcp.McpSession", "page")))
        .containsExactly("io.harden4j.mcp.McpMethodConnector");
    assertThat(callers(Code.MODULES, calls("io.harden4j.mcp.McpSession", "subscribe")))
        .containsExactly("io.harden4j.mcp.McpMethodConnector");
  }

  /** An assistant's own method is called as well, and the tools of that come from the gate. */
  @Test
  void a_tool_method_of_an_object_is_called_by_its_connector_alone() {
    JavaClasses adapter = Code.MODULES.that(describe(
        "adapt LangChain4j", type -> type.getPackageName().startsWith("io.harden4j.langchain4j")));

    assertThat(callers(adapter, calls(Method.class.getName(), "invoke")))
        .containsExactlyInAnyOrder(
            "io.harden4j.langchain4j.MethodConnector", "io.harden4j.langchain4j.AssistantCall");
  }

  @Test
  void the_rule_finds_a_call_and_a_method_reference_beside_the_gate() {
    JavaClasses sample = Code.sample("gate");

    assertThat(callers(sample, GateTest::invokesAConnector))
        .containsExactlyInAnyOrder(
            Code.samplePackage("gate") + ".Direct", Code.samplePackage("gate") + ".Referring");
  }

  /** The adapter of an existing client has its call behind the gate. */
  @Test
  void F33_nothing_uses_the_mcp_client_of_langchain4j_beside_the_guard() {
    assertThat(callers(Code.MODULES, GateTest::goesBesideTheGuard))
        .allMatch(name -> name.startsWith("io.harden4j.langchain4j.McpClientTools"));
  }

  @Test
  void F33_the_rule_finds_a_provider_and_a_call_beside_the_guard() {
    assertThat(callers(
            Code.sample("mcp"), target -> target.getOwner().getName().contains("McpToolProvider")))
        .containsExactly(Code.samplePackage("mcp") + ".Beside");
    assertThat(callers(Code.sample("mcp"), calls(McpClient.class.getName(), "executeTool")))
        .containsExactly(Code.samplePackage("mcp") + ".Beside");
  }

  private static boolean goesBesideTheGuard(CodeUnitAccessTarget target) {
    return target.getOwner().getName().startsWith("dev.langchain4j.mcp.McpToolProvider")
        || calls(McpClient.class.getName(), "executeTool").test(target);
  }

  private static Set<String> callers(JavaClasses classes, Predicate<CodeUnitAccessTarget> target) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
        if (target.test(access.getTarget())) {
          found.add(type.getFullName());
        }
      }
    }
    return found;
  }

  private static boolean invokesAConnector(CodeUnitAccessTarget target) {
    return target.getName().equals("invoke")
        && target.getOwner().isAssignableTo(ToolConnector.class);
  }

  private static Predicate<CodeUnitAccessTarget> makes(Class<?> type) {
    return calls(type.getName(), "<init>");
  }

  private static Predicate<CodeUnitAccessTarget> calls(String owner, String name) {
    return target -> target.getName().equals(name) && target.getOwner().isAssignableTo(owner);
  }
}
