package io.harden4j.cli.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import com.tngtech.archunit.lang.syntax.elements.GivenClasses;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HygieneTest {
  private static final Set<String> OLD_TIME = Set.of(
      "java.util.Date", "java.util.Calendar", "java.text.SimpleDateFormat", "java.util.Timer");

  /** Types whose only use is to change, whatever hides behind an interface such as {@code Map} is for the reviewer. */
  private static final List<Class<?>> MUTABLE = List.of(
      java.util.AbstractCollection.class,
      java.util.AbstractMap.class,
      java.util.concurrent.ConcurrentMap.class,
      java.util.Queue.class,
      ThreadLocal.class,
      StringBuilder.class,
      java.util.Random.class,
      Executor.class,
      Thread.class,
      Lock.class);

  /** Two that carry no state of a run: a number for thread names, and a queue that stays empty. */
  private static final Set<String> HARMLESS =
      Set.of("io.harden4j.run.Workers.NUMBER", "io.harden4j.run.EventHub.NO_BUFFER");

  /** What a class of the library does not do, in words and as a rule. */
  static Stream<Arguments> rules() {
    return Stream.of(
        arguments(named(
            "end the process", callsWhere(noClasses().that(areNotMain()), System.class, "exit"))),
        arguments(named(
            "halt the process",
            callsWhere(
                noClasses()
                    .that(are(
                        "not the kill harness", t -> !t.getPackageName().endsWith("testkit.kill"))),
                Runtime.class,
                "halt"))),
        arguments(named(
            "print a stack trace", callsWhere(noClasses(), Throwable.class, "printStackTrace"))),
        arguments(named(
            "print",
            noClasses()
                .that(areNotMain())
                .and(are("not the testkit", t -> !Code.moduleOf(t).equals(Code.TESTKIT)))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"))),
        arguments(named(
            "use the old date and timer API",
            noClasses()
                .should()
                .dependOnClassesThat(are("old", t -> OLD_TIME.contains(t.getFullName()))))),
        arguments(named("keep mutable statics", classes().should(keepNoMutableStatics()))));
  }

  @ParameterizedTest(name = "to {0}")
  @MethodSource("rules")
  void no_class_of_any_module_is_seen(ArchRule rule) {
    assertThat(Code.violations(rule, Code.MODULES)).isEmpty();
  }

  @ParameterizedTest(name = "to {0}")
  @MethodSource("rules")
  void the_careless_sample_is_seen(ArchRule rule) {
    assertThat(Code.violations(rule, Code.sample("hygiene"))).isNotEmpty();
  }

  private static DescribedPredicate<JavaClass> are(
      String what, java.util.function.Predicate<JavaClass> test) {
    return describe(what, test);
  }

  private static DescribedPredicate<JavaClass> areNotMain() {
    return are(
        "not the command line's main class",
        type -> !type.getFullName().equals("io.harden4j.cli.Main"));
  }

  private static ArchRule callsWhere(GivenClasses which, Class<?> owner, String name) {
    return callsWhere(which.should(), owner, name);
  }

  private static ArchRule callsWhere(GivenClassesConjunction which, Class<?> owner, String name) {
    return callsWhere(which.should(), owner, name);
  }

  private static ArchRule callsWhere(ClassesShould should, Class<?> owner, String name) {
    return should.callMethodWhere(describe(
        "calls " + name,
        (JavaCall<?> call) -> call.getTarget().getName().equals(name)
            && call.getTargetOwner().isAssignableTo(owner)));
  }

  private static ArchCondition<JavaClass> keepNoMutableStatics() {
    return new ArchCondition<>("keep no mutable statics") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaField field : type.getFields()) {
          if (isMutableStatic(field) && !HARMLESS.contains(field.getFullName())) {
            events.add(SimpleConditionEvent.violated(field, field.getDescription()));
          }
        }
      }
    };
  }

  private static boolean isMutableStatic(JavaField field) {
    Set<JavaModifier> modifiers = field.getModifiers();
    if (!modifiers.contains(JavaModifier.STATIC) || modifiers.contains(JavaModifier.SYNTHETIC)) {
      return false;
    }
    JavaClass type = field.getRawType();
    return !modifiers.contains(JavaModifier.FINAL)
        || (type.isArray() && modifiers.contains(JavaModifier.PUBLIC))
        || type.getPackageName().equals("java.util.concurrent.atomic")
        || MUTABLE.stream().anyMatch(type::isAssignableTo);
  }
}
