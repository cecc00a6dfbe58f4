package io.harden4j.guard.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.parser.ASTNodeAccess;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.FromItem;
import org.junit.jupiter.api.Test;

/** Nothing of the parser is undecided: a new version that brings a class or a field fails here until somebody has looked at it. */
class SqlConstructsTest {
  private static final String LIBRARY = "net.sf.jsqlparser.";

  @Test
  void every_class_of_the_parser_is_permitted_or_denied_by_name() throws Exception {
    Set<String> permitted = permitted().keySet();

    Set<String> undecided = new TreeSet<>(nodes());
    undecided.removeAll(permitted);
    undecided.removeAll(denied());

    assertThat(undecided).as("add each to SqlConstructs or to denied-nodes.txt").isEmpty();
    assertThat(denied()).as("denied and permitted").doesNotContainAnyElementsOf(permitted);
    assertThat(nodes()).as("named but gone").containsAll(denied());
  }

  @Test
  void every_permitted_field_exists_and_every_other_one_is_known() throws Exception {
    Set<String> fields = new TreeSet<>();
    for (String name : permitted().keySet()) {
      SqlShape.fields(Class.forName(LIBRARY + name))
          .forEach(field -> fields.add(name + "." + field.getName()));
    }
    Set<String> named = new TreeSet<>();
    permitted().forEach((name, of) -> of.forEach(field -> named.add(name + "." + field)));

    assertThat(fields).containsAll(named);
    fields.removeAll(named);
    assertThat(fields).isEqualTo(lines("refused-fields.txt"));
  }

  /** Classes that can be a part of a query: everything that is an expression, a statement, something in FROM, or stands near them. */
  private static Set<String> nodes()
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path jar = Path.of(
        Expression.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> found = new TreeSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (String entry : file.stream()
          .map(e -> e.getName())
          .filter(n -> n.startsWith("net/") && n.endsWith(".class"))
          .toList()) {
        String name = entry.substring(0, entry.length() - 6).replace('/', '.');
        Class<?> type = Class.forName(name, false, Expression.class.getClassLoader());
        boolean concrete = !type.isInterface()
            && !type.isEnum()
            && !type.isAnonymousClass()
            && !Modifier.isAbstract(type.getModifiers())
            && !name.endsWith("Visitor")
            && !name.endsWith("Adapter");
        boolean near = name.startsWith(LIBRARY + "expression.")
            || name.startsWith(LIBRARY + "schema.")
            || name.startsWith(LIBRARY + "statement.select.")
            || name.startsWith(LIBRARY + "statement.piped.");
        boolean part = Expression.class.isAssignableFrom(type)
            || Statement.class.isAssignableFrom(type)
            || FromItem.class.isAssignableFrom(type)
            || ASTNodeAccess.class.isAssignableFrom(type);
        if (concrete && (near || part)) {
          found.add(name.substring(LIBRARY.length()));
        }
      }
    }
    return found;
  }

  private static java.util.Map<String, Set<String>> permitted() {
    return (SqlConstructs.PERMITTED + SqlConstructs.RENDERED_ONLY)
        .lines()
        .filter(line -> !line.isBlank())
        .collect(Collectors.toMap(
            line -> line.substring(0, line.indexOf(':')),
            line -> Set.of(line.substring(line.indexOf(':') + 1).trim().split(" +", -1)).stream()
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet())));
  }

  private static Set<String> denied() throws IOException {
    return lines("denied-nodes.txt");
  }

  private static Set<String> lines(String resource) throws IOException {
    try (InputStream in = SqlConstructsTest.class.getResourceAsStream("/sql/" + resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
