package io.harden4j.guard.sql;

import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.statement.select.Select;

/** Step 8: writes a checked tree as a text, and sends no text that does not read as the tree. Safe for concurrent use. */
final class SqlRendering {
  private final SqlShape permitted;
  private final SqlFragments fragments;

  /** @param permitted what a rendering may hold */
  SqlRendering(SqlShape permitted, SqlDialect dialect) {
    this.permitted = permitted;
    this.fragments = new SqlFragments(dialect);
  }

  /**
   * Returns the text of a tree.
   *
   * @param derived texts of the derived tables in it, of which each may be read once
   * @param keep    whether what these read as may be kept, as no tenant stands in them
   */
  String of(Select tree, Set<String> derived, boolean keep, SqlReader reader) {
    String text = tree.toString();
    if (!readsAs(tree, text, derived, keep, reader)) {
      throw SqlRefusal.ERROR.because("the rendering does not read as the tree it was written from");
    }
    return text;
  }

  private boolean readsAs(
      Select tree, String text, Set<String> derived, boolean keep, SqlReader reader) {
    List<Token> cut = SqlScanner.quickly(text);
    if (cut == null || reader.isPatient()) {
      return permitted.same(tree, checked(reader.read(text)));
    }
    SqlFragments.Shorter shorter =
        fragments.shorten(cut, derived, keep, fragment -> checked(reader.read(fragment)));
    return permitted.same(tree, checked(reader.read(text, shorter.tokens())), shorter.holes());
  }

  private Select checked(Select read) {
    permitted.check(read);
    return read;
  }
}
