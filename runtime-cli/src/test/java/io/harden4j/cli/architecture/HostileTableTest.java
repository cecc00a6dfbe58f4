package io.harden4j.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.testkit.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every hostile case has a test that carries its id and is counted: the table of cases and tests is made from the sources of all modules. */
class HostileTableTest {
  /** An id where a test's name begins: of a method, or of a row that is shown as its name. */
  private static final Pattern NAMED =
      Pattern.compile("(?:\\bvoid |\")((?:[A-G][0-9]{1,2}(?:_and_|, | and )?)+)(?=[_ :\",|])");

  private static final Pattern ID = Pattern.compile("[A-G][0-9]{1,2}");

  @Test
  void every_case_of_the_list_has_a_test_and_the_test_is_counted() throws IOException {
    List<String> cases;
    try (var list = getClass().getResourceAsStream("/hostile-cases.txt")) {
      cases = new String(list.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .toList();
    }

    Map<String, Set<String>> tests = new TreeMap<>();
    for (Path source : sources()) {
      collect(source, tests);
    }

    TreeSet<String> missing = new TreeSet<>(cases);
    missing.removeAll(tests.keySet());
    Evidence evidence = Evidence.of("hostile-table")
        .ran(cases.size())
        .put("cases", cases.size())
        .put("withoutTest", missing.size());
    cases.forEach(
        id -> evidence.put(id, String.join(" ", tests.getOrDefault(id, new TreeSet<>()))));
    evidence.write();
    assertThat(cases).hasSize(151).doesNotHaveDuplicates();
    assertThat(missing).as("cases without a test of their id").isEmpty();
  }

  @Test
  void an_id_counts_where_a_name_begins_with_it_and_nowhere_else() {
    Map<String, Set<String>> tests = new TreeMap<>();

    collect(
        "X",
        "void C01_and_C09_never() {} \"E04, E05: {0}\" deny(\"A02\", x) // D01 see D02",
        tests);

    assertThat(tests.keySet()).containsExactly("A02", "C01", "C09", "E04", "E05");
  }

  private static List<Path> sources() throws IOException {
    Path repository =
        Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    try (Stream<Path> modules = Files.list(repository)) {
      List<Path> roots = modules
          .filter(m -> m.getFileName().toString().startsWith("runtime-"))
          .map(m -> m.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .toList();
      TreeSet<Path> all = new TreeSet<>();
      for (Path root : roots) {
        try (Stream<Path> files = Files.walk(root)) {
          files.filter(f -> f.toString().endsWith("Test.java")).forEach(all::add);
        }
      }
      return List.copyOf(all);
    }
  }

  private static void collect(Path source, Map<String, Set<String>> tests) throws IOException {
    String text = Files.readString(source);
    if (text.contains("@ExtendWith(HostileEvidence.class)")) {
      String name = source.getFileName().toString();
      collect(name.substring(0, name.length() - ".java".length()), text, tests);
    }
  }

  private static void collect(String test, String text, Map<String, Set<String>> tests) {
    for (Matcher named = NAMED.matcher(text); named.find(); ) {
      for (Matcher id = ID.matcher(named.group(1)); id.find(); ) {
        tests.computeIfAbsent(id.group(), i -> new TreeSet<>()).add(test);
      }
    }
  }
}
