package io.harden4j.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ModuleDirectionTest {
  @Test
  void the_rules_see_every_module_of_the_reactor() {
    Set<String> seen = new TreeSet<>();
    Code.MODULES.forEach(type -> seen.add(Code.moduleOf(type)));

    Set<String> declared = new TreeSet<>(Poms.root().modules());
    declared.removeIf(module -> !module.startsWith("runtime-"));
    assertThat(seen).isEqualTo(declared);
  }

  @Test
  void a_module_uses_core_and_itself_only() {
    assertThat(Code.violations(usesCoreAndItself(Code::moduleOf), Code.MODULES)).isEmpty();
  }

  @Test
  void the_rule_finds_a_sibling_and_a_way_back_from_core() {
    Function<JavaClass, String> sampleModule =
        type -> type.getPackageName().startsWith(Code.samplePackage("direction"))
            ? "runtime-" + type.getPackageName().replaceAll(".*\\.", "")
            : "";

    assertThat(Code.violations(usesCoreAndItself(sampleModule), Code.sample("direction")))
        .anyMatch(line -> line.startsWith("runtime-left uses runtime-right"))
        .anyMatch(line -> line.startsWith("runtime-core uses runtime-left"))
        .noneMatch(line -> line.startsWith("runtime-left uses runtime-core"));
  }

  @Test
  void a_package_lives_in_one_module() {
    Map<String, Set<String>> homes = new TreeMap<>();
    Code.MODULES.forEach(type -> homes
        .computeIfAbsent(type.getPackageName(), p -> new TreeSet<>())
        .add(Code.moduleOf(type)));

    assertThat(homes).allSatisfy((name, modules) -> assertThat(modules).hasSize(1));
  }

  /** Only the command line may use all of them. */
  private static ArchRule usesCoreAndItself(Function<JavaClass, String> moduleOf) {
    return classes().should(new ArchCondition<>("use core and their own module only") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String from = moduleOf.apply(type);
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          String to = moduleOf.apply(dependency.getTargetClass().getBaseComponentType());
          boolean own = to.isEmpty() || to.equals(from);
          if (!own && !to.equals(Code.CORE) && !from.equals(Code.CLI)) {
            events.add(SimpleConditionEvent.violated(
                dependency, from + " uses " + to + ": " + dependency.getDescription()));
          }
        }
      }
    });
  }
}
