package io.harden4j.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.harden4j.effect.internal.Operation;
import io.harden4j.testkit.AllowAll;
import io.harden4j.testkit.Evidence;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardedTool;
import io.harden4j.tool.Permit;
import io.harden4j.tool.ToolConnector;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** No public signature of any module reaches a connector without a permit of the gate. */
class BypassTest {
  /**
   * Every public signature that names a connector, a permit, or the operation that will hold one. The first is the way; four hand a connector in and out, which
   * without a permit is good for nothing; the last three are how core's packages reach each other. One more must be looked at before it stands here.
   */
  private static final Set<String> KNOWN = Set.of(
      "ToolConnector.invoke(Permit)",
      "GuardedTool.connector()",
      "NextRound.connector()",
      "NextRound.new(List, Function)",
      "GuardedTool.new(ToolRef, String, String, JsonNode, ToolDeclaration, ToolConnector)",
      "Gate.call(GuardedTool, GuardRequest, String)",
      "Gate.call(GuardedTool, GuardRequest, String, String)",
      "Road.perform(Operation, EffectScope)");

  @Test
  void a_permit_is_the_only_argument_a_connector_takes() {
    assertThat(ToolConnector.class.getDeclaredMethods())
        .filteredOn(method -> Modifier.isAbstract(method.getModifiers()))
        .singleElement()
        .satisfies(method -> assertThat(method.getParameterTypes()).containsExactly(Permit.class));
  }

  @Test
  void the_public_signatures_that_name_a_connector_or_a_permit_are_known() {
    assertThat(signatures(BypassTest::isOnTheWay)).isEqualTo(KNOWN);
  }

  @Test
  void no_public_signature_reaches_a_connector_without_a_permit_of_the_gate() {
    Map<String, Boolean> tried = new LinkedHashMap<>();
    for (Function<Bystander, GuardedTool> kind : KINDS) {
      tried.putAll(walk(kind, Guard.DENY_ALL, Ways::throughTheGate));
      tried.putAll(walk(kind, Guard.DENY_ALL, Ways::besideTheGate));
      tried.putAll(walk(kind, new AllowAll(), Ways::besideTheGate));
    }

    for (Function<Bystander, GuardedTool> kind : KINDS) {
      tried.putAll(walk(kind, Guard.DENY_ALL, Ways::withoutAdmission));
      tried.putAll(walk(kind, new AllowAll(), Ways::withoutAdmission));
    }
    Map<String, Integer> unaudited = new LinkedHashMap<>();
    for (Function<Bystander, GuardedTool> kind : KINDS) {
      unaudited.putAll(unaudited(kind, new AllowAll(), Ways::throughTheGate));
      unaudited.putAll(unaudited(kind, new AllowAll(), Ways::besideTheGate));
      unaudited.putAll(unaudited(kind, Guard.DENY_ALL, Ways::throughTheGate));
    }
    long frames = unaudited.values().stream().mapToInt(n -> n).sum();
    long reached = tried.values().stream().filter(r -> r).count();
    Evidence.of("bypass")
        .put("publicSignatures", signatures(type -> true).size())
        .put("connectorSignatures", signatures(BypassTest::isOnTheWay).size())
        .put("entryPoints", tried.size())
        .put("reached", reached)
        .put("auditedEntryPoints", unaudited.size())
        .put("unauditedFrames", frames)
        .ran(tried.size() + unaudited.size())
        .write();
    assertThat(tried).doesNotContainValue(true);
    assertThat(unaudited.values()).containsOnly(0);
  }

  @Test
  void an_operation_that_was_not_admitted_reaches_no_connector() {
    for (Function<Bystander, GuardedTool> kind : KINDS) {
      assertThat(walk(kind, Guard.DENY_ALL, Ways::withoutAdmission)).doesNotContainValue(true);
      assertThat(walk(kind, new AllowAll(), Ways::withoutAdmission)).doesNotContainValue(true);
    }
  }

  @Test
  void with_a_guard_that_allows_the_ways_through_the_gate_do_reach_it() {
    for (Function<Bystander, GuardedTool> kind : KINDS) {
      assertThat(walk(kind, new AllowAll(), Ways::throughTheGate)).doesNotContainValue(false);
    }
  }

  private static final List<Function<Bystander, GuardedTool>> KINDS =
      List.of(Bystander::refund, Bystander::cancel);

  private static Map<String, Boolean> walk(
      Function<Bystander, GuardedTool> kind,
      Guard guard,
      Function<Ways, Map<String, Ways.Way>> which) {
    Map<String, Boolean> reached = new LinkedHashMap<>();
    List<String> names =
        new ArrayList<>(which.apply(ways(new Bystander(), kind, guard)).keySet());
    for (String name : names) {
      Bystander bystander = new Bystander();
      Ways.Way way = which.apply(ways(bystander, kind, guard)).get(name);
      String label = kind.apply(bystander).alias() + " under " + guard.name() + ": " + name;
      reached.put(label, isReached(way, bystander));
    }
    return reached;
  }

  /** Walks the ways and counts the frames that reached the connector without a record of the intent. */
  private static Map<String, Integer> unaudited(
      Function<Bystander, GuardedTool> kind,
      Guard guard,
      Function<Ways, Map<String, Ways.Way>> which) {
    Map<String, Integer> frames = new LinkedHashMap<>();
    for (String name : which.apply(ways(new Bystander(), kind, guard)).keySet()) {
      Bystander bystander = new Bystander();
      isReached(which.apply(ways(bystander, kind, guard)).get(name), bystander);
      String label = kind.apply(bystander).alias() + " under " + guard.name() + ": " + name;
      frames.put(label, bystander.unaudited());
    }
    return frames;
  }

  private static Ways ways(
      Bystander bystander, Function<Bystander, GuardedTool> kind, Guard guard) {
    return new Ways(kind.apply(bystander), guard, bystander.audit);
  }

  private static boolean isReached(Ways.Way way, Bystander bystander) {
    try {
      way.walk();
    } catch (Exception | Error closed) {
      return bystander.reached() > 0;
    }
    return bystander.reached() > 0;
  }

  private static boolean isOnTheWay(JavaClass type) {
    return type.isAssignableTo(ToolConnector.class)
        || type.isEquivalentTo(Permit.class)
        || type.isAssignableTo(Operation.class);
  }

  private static Set<String> signatures(Predicate<JavaClass> mentions) {
    Set<String> found = new TreeSet<>();
    PublicSignatures.of(Code.MODULES)
        .filter(s -> s.types().stream().anyMatch(mentions))
        .forEach(s -> found.add(s.name()));
    return found;
  }
}
