package io.harden4j.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SignaturesTest {
  /** Whose types core's users meet: our own, the platform's, null annotations, and the interfaces of langchain4j-core that nodes use. */
  private static final List<String> WELCOME =
      List.of("java.", Code.ROOT + ".", "org.jspecify.annotations.", "dev.langchain4j.");

  /** JSON enters and leaves with tools: schemas and arguments are trees, in this package alone. */
  private static final String JSON_PACKAGE = Code.ROOT + ".tool";

  @Test
  void core_shows_no_types_of_drivers_and_libraries() {
    assertThat(foreign(Code.MODULES, Code.CORE)).isEmpty();
  }

  @Test
  void the_check_finds_a_type_of_a_library() {
    assertThat(foreign(Code.sample("signature"), ""))
        .anyMatch(line -> line.contains("Leaky.read") && line.endsWith("JsonNode"))
        .anyMatch(line -> line.contains("Leaky.retries") && line.endsWith("RetryPolicy"))
        .noneMatch(line -> line.contains("hidden"));
  }

  private static Set<String> foreign(JavaClasses classes, String module) {
    Set<String> found = new TreeSet<>();
    PublicSignatures.of(classes)
        .filter(signature -> Code.moduleOf(signature.owner()).equals(module))
        .forEach(signature -> signature.types().stream()
            .filter(type -> !isWelcome(type, signature.owner()))
            .forEach(type -> found.add(signature.name() + " shows " + type.getFullName())));
    return found;
  }

  private static boolean isWelcome(JavaClass type, JavaClass owner) {
    boolean json =
        type.isAssignableTo(JsonNode.class) && owner.getPackageName().equals(JSON_PACKAGE);
    return json || type.isPrimitive() || WELCOME.stream().anyMatch(type.getFullName()::startsWith);
  }
}
