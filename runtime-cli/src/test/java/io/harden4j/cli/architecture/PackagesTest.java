package io.harden4j.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class PackagesTest {
  /** Packages of core: each uses only those before it. */
  private static final List<String> ORDER = Stream.of(
          "",
          ".identity",
          ".label",
          ".retrieval",
          ".checkpoint",
          ".observe",
          ".effect",
          ".effect.internal",
          ".tool",
          ".graph",
          ".run",
          ".pattern")
      .map(name -> Code.ROOT + name)
      .toList();

  @Test
  void no_packages_need_each_other() {
    assertThat(Code.violations(noCycles(Code.ROOT), Code.MODULES)).isEmpty();
  }

  @Test
  void the_rule_finds_a_cycle() {
    assertThat(Code.violations(noCycles(Code.samplePackage("direction")), Code.sample("direction")))
        .anyMatch(line -> line.startsWith("Cycle detected"));
  }

  @Test
  void the_packages_of_core_keep_their_order() {
    assertThat(ORDER).containsAll(packagesOf(core()));
    assertThat(Code.violations(inOrder(ORDER), core())).isEmpty();
  }

  @Test
  void the_rule_finds_a_package_out_of_order() {
    List<String> order = Stream.of("core", "left", "right")
        .map(name -> Code.samplePackage("direction") + "." + name)
        .toList();

    assertThat(Code.violations(inOrder(order), Code.sample("direction")))
        .anyMatch(line -> line.startsWith(order.get(0) + " uses " + order.get(1)))
        .noneMatch(line -> line.startsWith(order.get(1) + " uses " + order.get(0)));
  }

  @Test
  void internals_are_used_by_their_own_module_only() {
    BiPredicate<JavaClass, JavaClass> sameModule =
        (a, b) -> Code.moduleOf(a).equals(Code.moduleOf(b));

    assertThat(Code.violations(internalsStayInside(sameModule), Code.MODULES)).isEmpty();
  }

  @Test
  void the_rule_finds_a_use_of_internals() {
    BiPredicate<JavaClass, JavaClass> samePackage =
        (a, b) -> a.getPackageName().equals(b.getPackageName());

    assertThat(Code.violations(internalsStayInside(samePackage), Code.sample("direction")))
        .anyMatch(line -> line.contains(".left.Left") && line.contains("Hidden"));
  }

  @Test
  void every_package_says_that_nothing_is_null() {
    assertThat(packagesOf(Code.MODULES)).allMatch(name -> isNullMarked(Code.MODULES, name));
  }

  @Test
  void the_check_finds_a_package_that_does_not() {
    JavaClasses sample = Code.sample("hygiene");

    assertThat(packagesOf(sample)).noneMatch(name -> isNullMarked(sample, name));
  }

  private static JavaClasses core() {
    return Code.MODULES.that(
        DescribedPredicate.describe("are in core", type -> Code.moduleOf(type).equals(Code.CORE)));
  }

  private static Set<String> packagesOf(JavaClasses classes) {
    return classes.stream()
        .map(JavaClass::getPackageName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isNullMarked(JavaClasses classes, String name) {
    JavaPackage here = classes.getPackage(name);
    return here.tryGetPackageInfo().isPresent() && here.isAnnotatedWith(NullMarked.class);
  }

  private static ArchRule noCycles(String root) {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  private static ArchRule inOrder(List<String> order) {
    return classes().should(new ArchCondition<>("use packages before their own only") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String from = type.getPackageName();
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
          if (order.indexOf(to) > order.indexOf(from)) {
            events.add(SimpleConditionEvent.violated(
                dependency, from + " uses " + to + ": " + dependency.getDescription()));
          }
        }
      }
    });
  }

  private static ArchRule internalsStayInside(BiPredicate<JavaClass, JavaClass> related) {
    return classes().should(new ArchCondition<>("leave the internals of others alone") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          boolean internal = target.getPackageName().startsWith(Code.ROOT)
              && (target.getPackageName() + ".").contains(".internal.");
          if (internal && !related.test(type, target)) {
            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
          }
        }
      }
    });
  }
}
