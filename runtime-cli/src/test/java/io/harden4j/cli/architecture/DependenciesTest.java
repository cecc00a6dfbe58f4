package io.harden4j.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.cli.architecture.Poms.Dependency;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DependenciesTest {
  private static final Set<String> NOT_PUBLISHED = Set.of("harden4j-bom", "examples", "benchmarks");

  static List<String> modules() {
    return Poms.root().modules().stream().filter(m -> m.startsWith("runtime-")).toList();
  }

  @Test
  void core_compiles_against_five_libraries() {
    assertThat(Poms.of(Code.CORE).dependencies())
        .filteredOn(dependency -> !dependency.scope().equals("test"))
        .containsExactlyInAnyOrder(
            new Dependency("org.slf4j", "slf4j-api", "compile"),
            new Dependency("org.jspecify", "jspecify", "compile"),
            new Dependency("com.fasterxml.jackson.core", "jackson-databind", "compile"),
            new Dependency("dev.langchain4j", "langchain4j-core", "compile"),
            new Dependency("dev.failsafe", "failsafe", "compile"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modules")
  void no_build_file_names_a_sibling_but_the_testkit_for_tests(String module) {
    List<Dependency> ours = Poms.of(module).dependencies().stream()
        .filter(dependency -> dependency.group().equals(Code.ROOT))
        .filter(dependency -> !dependency.artifact().equals("harden4j-" + Code.CORE))
        .toList();

    assertThat(ours)
        .allMatch(dependency -> module.equals(Code.CLI)
            || dependency.equals(new Dependency(Code.ROOT, "harden4j-" + Code.TESTKIT, "test")));
  }

  @Test
  void core_uses_none_of_ours() {
    assertThat(Poms.of(Code.CORE).dependencies()).noneMatch(d -> d.group().equals(Code.ROOT));
  }

  @Test
  void the_command_line_has_every_module_so_that_the_rules_see_it() {
    assertThat(Poms.of(Code.CLI).dependencies())
        .extracting(Dependency::artifact)
        .containsAll(modules().stream()
            .filter(module -> !module.equals(Code.CLI))
            .map(module -> "harden4j-" + module)
            .toList());
  }

  @Test
  void the_bom_lists_the_published_modules_and_nothing_else() {
    List<String> published = Poms.root().modules().stream()
        .filter(module -> !NOT_PUBLISHED.contains(module))
        .map(module -> "harden4j-" + module)
        .toList();

    List<Dependency> managed = Poms.of("harden4j-bom").managed();

    assertThat(managed).extracting(Dependency::artifact).hasSameElementsAs(published);
    assertThat(managed).extracting(Dependency::group).containsOnly(Code.ROOT);
  }

  @Test
  void the_parent_manages_every_published_module() {
    List<String> listed =
        Poms.of("harden4j-bom").managed().stream().map(Dependency::artifact).toList();

    assertThat(Poms.root().managed())
        .filteredOn(dependency -> dependency.group().equals(Code.ROOT))
        .extracting(Dependency::artifact)
        .containsExactlyInAnyOrderElementsOf(listed);
  }
}
