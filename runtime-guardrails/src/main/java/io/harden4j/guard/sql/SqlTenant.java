package io.harden4j.guard.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.StringValue;

/** Puts the tenant into a query: as a bound parameter where the connection is ours, as a literal where only a text can be handed on. Not thread-safe. */
final class SqlTenant {
  /** Letters and digits of any script, and signs that no database reads as anything else in a literal. */
  private static final Pattern SAFE = Pattern.compile("[\\p{L}\\p{N} _.@:/+-]{1,256}");

  /** How the value gets into the text. */
  enum Form {
    PARAMETER,
    LITERAL
  }

  private final Object value;
  private final Form form;
  private final List<Object> parameters = new ArrayList<>();

  SqlTenant(Object value, Form form) {
    this.value = value;
    this.form = form;
  }

  /** Returns the next mention of the tenant. */
  Expression next() {
    if (form == Form.PARAMETER) {
      parameters.add(value);
      return new JdbcParameter(parameters.size(), false, "?");
    }
    if (value instanceof Long || value instanceof Integer) {
      return new LongValue(value.toString());
    }
    boolean text = value instanceof String || value instanceof UUID;
    if (!text || !SAFE.matcher(value.toString()).matches()) {
      throw SqlRefusal.ERROR.because(
          "the tenant's value holds a character that is not written into SQL texts; map it with tenantValue(...)");
    }
    return new StringValue(value.toString());
  }

  /** Says whether the value stands in the text. */
  boolean isInText() {
    return form == Form.LITERAL;
  }

  List<Object> parameters() {
    return List.copyOf(parameters);
  }
}
