package io.harden4j.guard.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/**
 * What the derived tables of a rendering read as. A query mentions the same few again and again, each in parentheses and written by us, so each is read once,
 * and the rendering around them is read with a name in the place of each. Whether a query or a name stands in these parentheses makes no difference to what is
 * around: both are an item of FROM. Readings are kept by text if no tenant stands in it; they are never changed. Thread-safe.
 */
final class SqlFragments {
  private static final int MOST = 256;
  private static final String HOLE = SqlRewriter.OWN + "hole_";

  /** A text with its tokens and what it reads as. */
  private record Fragment(List<Token> tokens, Select reading) {}

  /** The tokens of a rendering with names in place of fragments, and what these names stand for. */
  record Shorter(List<Token> tokens, Map<String, Select> holes) {}

  private final Map<String, Fragment> kept = new ConcurrentHashMap<>();
  private final SqlDialect dialect;

  SqlFragments(SqlDialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Cuts fragments out of tokens.
   *
   * @param texts fragments without parentheses
   * @param keep  whether no tenant stands in them
   * @param read  reads a fragment, and checks it
   */
  Shorter shorten(
      List<Token> tokens, Iterable<String> texts, boolean keep, Function<String, Select> read) {
    List<Fragment> fragments = new ArrayList<>();
    for (String text : texts) {
      Fragment fragment = fragment(text, keep, read);
      if (fragment != null) {
        fragments.add(fragment);
      }
    }
    Map<String, Select> holes = new LinkedHashMap<>();
    List<Token> shorter = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      int found = indexAt(tokens, at, fragments);
      if (found < 0) {
        shorter.add(tokens.get(at++));
      } else {
        String name = SqlName.quote(HOLE + found, dialect);
        holes.put(name, fragments.get(found).reading());
        shorter.add(Token.newToken(SqlKinds.QUOTED_NAME, name));
        at += fragments.get(found).tokens().size() + 2;
      }
    }
    return new Shorter(shorter, holes);
  }

  private @Nullable Fragment fragment(String text, boolean keep, Function<String, Select> read) {
    Fragment known = kept.get(text);
    if (known != null) {
      return known;
    }
    List<Token> tokens = SqlScanner.quickly(text);
    if (tokens == null) {
      return null;
    }
    Fragment made = new Fragment(tokens.subList(0, tokens.size() - 1), read.apply(text));
    if (keep && kept.size() < MOST) {
      kept.put(text, made);
    }
    return made;
  }

  private static int indexAt(List<Token> tokens, int at, List<Fragment> fragments) {
    if (tokens.get(at).kind == SqlKinds.OPEN) {
      for (int i = 0; i < fragments.size(); i++) {
        if (standsAt(tokens, at + 1, fragments.get(i).tokens())) {
          return i;
        }
      }
    }
    return -1;
  }

  /** Says whether a fragment and then a closing parenthesis stand at a place. */
  private static boolean standsAt(List<Token> tokens, int at, List<Token> fragment) {
    int end = at + fragment.size();
    if (end >= tokens.size() || tokens.get(end).kind != SqlKinds.CLOSE) {
      return false;
    }
    for (int i = 0; i < fragment.size(); i++) {
      Token here = tokens.get(at + i);
      Token there = fragment.get(i);
      if (here.kind != there.kind || !here.image.equals(there.image)) {
        return false;
      }
    }
    return true;
  }
}
