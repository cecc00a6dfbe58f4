package io.harden4j.cli.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  /** What a class of the library does not do. */
  enum Rule {
    ENDS_NO_PROCESS(noClasses()
        .that(are("not the command line's main class", type -> !isMain(type)))
        .should()
        .callMethod(System.class, "exit", int.class)),
    HALTS_NO_PROCESS(noClasses()
        .that(are("not the kill harness", type -> !type.getPackageName().endsWith("testkit.kill")))
        .should()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)),
    PRINTS_NO_STACK_TRACE(noClasses()
        .should()
        .callMethodWhere(describe(
            "prints a stack trace",
            (JavaCall<?> call) -> call.getTarget().getName().equals("printStackTrace")
                && call.getTargetOwner().isAssignableTo(Throwable.class)))),
    PRINTS_NOTHING(noClasses()
        .that(are("not the command line's main class", type -> !isMain(type)))
        .and(are("not the testkit", type -> !Code.moduleOf(type).equals(Code.TESTKIT)))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")),
    USES_NO_OLD_TIME(noClasses()
        .should()
        .dependOnClassesThat(
            are("of the old date and timer API", type -> OLD_TIME.contains(type.getFullName())))),
    KEEPS_NO_STATICS(classes().should(keepNoMutableStatics()));

    private final ArchRule rule;

    Rule(ArchRule rule) {
      this.rule = rule;
    }
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void holds_in_every_module(Rule rule) {
    assertThat(Code.violations(rule.rule, Code.MODULES)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void finds_what_the_sample_does(Rule rule) {
    JavaClasses sample = Code.sample("hygiene");

    assertThat(Code.violations(rule.rule, sample)).isNotEmpty();
  }

  private static DescribedPredicate<JavaClass> are(
      String what, java.util.function.Predicate<JavaClass> test) {
    return describe(what, test);
  }

  private static boolean isMain(JavaClass type) {
    return type.getFullName().equals("io.harden4j.cli.Main");
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
        || type.isArray() && modifiers.contains(JavaModifier.PUBLIC)
        || type.getPackageName().equals("java.util.concurrent.atomic")
        || MUTABLE.stream().anyMatch(type::isAssignableTo);
  }
}
