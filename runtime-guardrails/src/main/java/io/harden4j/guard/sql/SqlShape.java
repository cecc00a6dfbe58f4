package io.harden4j.guard.sql;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.parser.SimpleNode;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.WithItem;
import org.jspecify.annotations.Nullable;

/**
 * Sees a parsed query as it is in memory: every object, every field. A visitor sees what its author thought of; a query could hold more than that, so
 * nothing here depends on a method being called for a node. Immutable; safe for concurrent use.
 */
final class SqlShape {
  private static final String LIBRARY = "net.sf.jsqlparser.";
  private static final int DEEPEST = 400;

  /** The fields of one permitted class: those that may be used, and those that have to be empty. */
  private record Parts(List<Field> permitted, List<Field> empty) {}

  private final Map<Class<?>, Parts> classes = new HashMap<>();
  private final int most;

  /**
   * Reads the list of permitted nodes.
   *
   * @param permitted lines of {@link SqlConstructs}
   * @param most      most nodes of a query
   */
  SqlShape(String permitted, int most) {
    this.most = most;
    permitted.lines().filter(line -> !line.isBlank()).forEach(this::add);
  }

  private void add(String line) {
    int colon = line.indexOf(':');
    Set<String> names = Set.of(line.substring(colon + 1).trim().split(" +"));
    Class<?> type;
    try {
      type = Class.forName(LIBRARY + line.substring(0, colon).trim());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the parser has no " + line + "; use JSqlParser 5.3", e);
    }
    List<Field> permitted = new ArrayList<>();
    List<Field> empty = new ArrayList<>();
    for (Field field : fields(type)) {
      (names.contains(field.getName()) ? permitted : empty).add(field);
    }
    classes.put(type, new Parts(List.copyOf(permitted), List.copyOf(empty)));
  }

  /** Returns what a node holds; where it stood in the text is no part of it. */
  static List<Field> fields(Class<?> type) {
    List<Field> all = new ArrayList<>();
    for (Class<?> at = type;
        at != null && at.getName().startsWith(LIBRARY);
        at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && field.getType() != SimpleNode.class
            && !field.isSynthetic()) {
          field.setAccessible(true);
          all.add(field);
        }
      }
    }
    return all;
  }

  Set<Class<?>> permitted() {
    return Set.copyOf(classes.keySet());
  }

  /** Refuses whatever is not on the list. */
  void check(Object root) {
    check(root, 0, new int[1]);
  }

  private void check(Object value, int depth, int[] seen) {
    if (depth > DEEPEST || ++seen[0] > most) {
      throw SqlRefusal.BOUND.because(
          "the query has more than " + most + " parts or is nested deeper than " + DEEPEST);
    }
    if (isPlain(value)) {
      return;
    }
    if (value instanceof Collection<?> list) {
      for (Object element : list) {
        if (element != null) {
          check(element, depth + 1, seen);
        }
      }
    } else if (!isNode(value)) {
      throw unknown(value.getClass());
    }
    if (isNode(value)) {
      node(value, depth, seen);
    }
  }

  private void node(Object node, int depth, int[] seen) {
    Parts parts = classes.get(node.getClass());
    if (parts == null) {
      throw unknown(node.getClass());
    }
    for (Field field : parts.empty()) {
      if (!isEmpty(read(field, node))) {
        throw unlisted(field, node);
      }
    }
    for (Field field : parts.permitted()) {
      Object part = read(field, node);
      if (part != null) {
        check(part, depth + 1, seen);
      }
    }
  }

  private static SqlRefusedException unlisted(Field field, Object node) {
    return node instanceof WithItem && field.getName().equals("recursive")
        ? SqlRefusal.RECURSION.because(
            "the query is recursive; permit a view that has the levels, with the tenant's column")
        : SqlRefusal.CONSTRUCT.because("'" + field.getName() + "' of a "
            + node.getClass().getSimpleName() + " is not on the list of permitted constructs");
  }

  private static SqlRefusedException unknown(Class<?> type) {
    return SqlRefusal.CONSTRUCT.because(
        type.getSimpleName() + " is not on the list of permitted constructs");
  }

  /** Returns the nodes and lists directly beneath a permitted node, in no promised order. */
  List<Object> children(Object node) {
    List<Object> found = new ArrayList<>();
    if (node instanceof Collection<?> list) {
      addParts(list, found);
    }
    Parts parts = classes.get(node.getClass());
    if (parts != null) {
      for (Field field : parts.permitted()) {
        Object part = read(field, node);
        if (part instanceof Collection<?> || (part != null && isNode(part))) {
          found.add(part);
        }
      }
    }
    return found;
  }

  private static void addParts(Collection<?> list, List<Object> found) {
    for (Object element : list) {
      if (element instanceof Collection<?> || (element != null && isNode(element))) {
        found.add(element);
      }
    }
  }

  /** Says whether a tree is equal to one that was checked in every field of every node. */
  boolean same(Object tree, Object checked) {
    return same(tree, checked, Map.of());
  }

  /**
   * Says whether a tree is equal to one that was checked in every field of every node.
   *
   * @param holes queries by the names that stand for them in the one that was checked, as items of FROM
   */
  @SuppressWarnings("ReferenceEquality") // one object is equal to itself, without a walk
  boolean same(@Nullable Object a, @Nullable Object b, Map<String, Select> holes) {
    if (a == b) {
      return true;
    }
    if (a == null || b == null) {
      return isEmptyList(a) && isEmptyList(b);
    }
    if (a instanceof ParenthesedSelect && b instanceof Table hole) {
      return filled(hole, holes).filter(query -> same(a, query, Map.of())).isPresent();
    }
    if (a instanceof Collection<?> x && b instanceof Collection<?> y) {
      if (!sameElements(x, y, holes)) {
        return false;
      }
    } else if (!isNode(a)) {
      return a.equals(b);
    }
    return !isNode(a) || (a.getClass() == b.getClass() && sameFields(a, b, holes));
  }

  /** Returns what a name stands for, under the alias that the name was given. */
  private static Optional<ParenthesedSelect> filled(Table hole, Map<String, Select> holes) {
    Select query = hole.getNameParts().size() == 1 ? holes.get(hole.getName()) : null;
    if (query == null) {
      return Optional.empty();
    }
    ParenthesedSelect filled = new ParenthesedSelect();
    filled.setSelect(query);
    filled.setAlias(hole.getAlias());
    return Optional.of(filled);
  }

  private static boolean isEmptyList(@Nullable Object value) {
    return value == null
        || (value instanceof Collection<?> list && list.isEmpty() && !isNode(value));
  }

  private boolean sameElements(Collection<?> a, Collection<?> b, Map<String, Select> holes) {
    if (a.size() != b.size()) {
      return false;
    }
    var x = a.iterator();
    var y = b.iterator();
    while (x.hasNext()) {
      if (!same(x.next(), y.next(), holes)) {
        return false;
      }
    }
    return true;
  }

  private boolean sameFields(Object a, Object b, Map<String, Select> holes) {
    Parts parts = classes.get(a.getClass());
    if (parts == null) {
      return false;
    }
    // what is not permitted was checked to be empty in what a text reads as, and the text is what
    // is sent
    for (Field field : parts.permitted()) {
      // parameters are numbered as they are made, which is not the order in which they stand
      boolean number = a instanceof JdbcParameter && field.getName().equals("index");
      if (!number && !same(read(field, a), read(field, b), holes)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Object read(Field field, Object node) {
    try {
      return field.get(node);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a field of the parser cannot be read: " + field, e);
    }
  }

  private static boolean isNode(Object value) {
    return value.getClass().getName().startsWith(LIBRARY) && !(value instanceof Enum<?>);
  }

  private static boolean isPlain(Object value) {
    return value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof Enum<?>;
  }

  private static boolean isEmpty(@Nullable Object value) {
    return value == null
        || Boolean.FALSE.equals(value)
        || (value instanceof Number n && n.longValue() == 0)
        || (value instanceof Collection<?> list && list.isEmpty());
  }
}
