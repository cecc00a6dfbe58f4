package io.harden4j.guard.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.DateTimeLiteralExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.ExtractExpression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.IntervalExpression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.MySQLGroupConcat;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.TimeKeyExpression;
import net.sf.jsqlparser.expression.WindowDefinition;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.NamedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.create.table.ColDataType;
import net.sf.jsqlparser.statement.select.LateralSubSelect;
import org.jspecify.annotations.Nullable;

/** Checks the texts that permitted nodes carry: what a parser keeps as text, it also writes as text. Immutable. */
final class SqlTokens {
  private static final Pattern NUMBER = Pattern.compile("[0-9.eE+-]{1,64}");
  private static final Pattern WORD = Pattern.compile("'?[A-Za-z_ ]{1,40}'?");
  private static final Pattern MOMENT = Pattern.compile("'[0-9A-Za-z :.,+-]{0,64}'");
  private static final Pattern SEPARATOR = Pattern.compile("'[^'\\\\]{0,16}'");
  private static final Pattern NOW = Pattern.compile(
      "(current_date|current_time|current_timestamp|localtime|localtimestamp)(\\(\\))?");
  private static final Pattern SIZE = Pattern.compile("\\s*\\([0-9, ]*\\)");
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,4}");
  private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", ">", "<=", ">=");
  private static final Set<String> JOINTS = Set.of("", "from", "for", "in", "placing");

  private final SqlDialect dialect;
  private final Set<String> functions;

  SqlTokens(SqlDialect dialect, Set<String> functions) {
    this.dialect = dialect;
    this.functions = Set.copyOf(functions);
  }

  /** Refuses a node that carries an odd text. */
  void check(Object node) {
    if (node instanceof Column c) {
      demand(c.getTableDelimiter().equals("."), "a name is put together in an odd way");
    } else if (node instanceof Table t) {
      demand(
          t.getNamePartDelimiters() == null
              || t.getNamePartDelimiters().stream().allMatch("."::equals),
          "a name is put together in an odd way");
    } else if (node instanceof Alias a) {
      alias(a);
    } else if (node instanceof ComparisonOperator o) {
      demand(COMPARISONS.contains(o.getStringExpression().replace(" ", "")), "an odd comparison");
    } else if (node instanceof LikeExpression l) {
      demand(
          l.getLikeKeyWord() == LikeExpression.KeyWord.LIKE
              || l.getLikeKeyWord() == LikeExpression.KeyWord.ILIKE,
          "patterns other than LIKE are not permitted: some take for ever");
    } else if (node instanceof LateralSubSelect l) {
      demand(l.getPrefix().equalsIgnoreCase("LATERAL"), "an odd sub-query");
    } else {
      literal(node);
    }
  }

  private void literal(Object node) {
    if (node instanceof LongValue n) {
      demand(NUMBER.matcher(n.getStringValue()).matches(), "an odd number");
    } else if (node instanceof DoubleValue n) {
      demand(NUMBER.matcher(n.toString()).matches(), "an odd number");
    } else if (node instanceof SignedExpression s) {
      demand(s.getSign() == '+' || s.getSign() == '-', "an odd sign");
    } else if (node instanceof IntervalExpression i) {
      demand(fits(MOMENT, i.getParameter()) || fits(NUMBER, i.getParameter()), "an odd interval");
      demand(fits(WORD, i.getIntervalType()), "an odd interval");
    } else if (node instanceof DateTimeLiteralExpression d) {
      demand(fits(MOMENT, d.getValue()), "an odd date");
    } else if (node instanceof TimeKeyExpression t) {
      demand(NOW.matcher(lower(t.getStringValue())).matches(), "an odd word for a time");
    } else if (node instanceof ExtractExpression e) {
      demand(fits(WORD, e.getName()), "an odd part of a date");
    } else if (node instanceof MySQLGroupConcat g) {
      function("group_concat");
      demand(g.getSeparator() == null || fits(SEPARATOR, g.getSeparator()), "an odd separator");
    } else {
      callable(node);
    }
  }

  private void callable(Object node) {
    if (node instanceof Function f) {
      List<String> parts = f.getMultipartName();
      if (parts.size() != 1) {
        throw SqlRefusal.FUNCTION.because("a function is named with a schema");
      }
      function(parts.get(0));
    } else if (node instanceof AnalyticExpression a) {
      function(a.getName());
      demandName(a.getWindowName());
    } else if (node instanceof WindowDefinition w) {
      demandName(w.getWindowName());
    } else if (node instanceof CastExpression c) {
      demand(
          c.keyword == null || c.keyword.isEmpty() || c.keyword.equalsIgnoreCase("CAST"),
          "only CAST casts");
    } else if (node instanceof ColDataType t) {
      type(t);
    } else if (node instanceof NamedExpressionList<?> n) {
      demand(
          n.getNames().stream().allMatch(name -> JOINTS.contains(lower(name))), "an odd argument");
    }
  }

  private void alias(Alias alias) {
    userName(alias.getName());
    if (alias.getAliasColumns() != null) {
      alias.getAliasColumns().forEach(column -> userName(column.name));
    }
  }

  private void demandName(@Nullable String name) {
    if (name != null) {
      userName(name);
    }
  }

  /** Returns the folded form of a name that the query gives to something. */
  String userName(String token) {
    String folded = SqlName.fold(token, dialect);
    demand(
        !lower(folded).startsWith(SqlRewriter.OWN),
        "names that begin with " + SqlRewriter.OWN + " are the governor's");
    return folded;
  }

  private void function(String name) {
    if (!functions.contains(lower(name))) {
      throw SqlRefusal.FUNCTION.because(
          "a function is not on the list of permitted ones; permit it with function(name)");
    }
  }

  private static void type(ColDataType type) {
    String name = SIZE.matcher(lower(type.getDataType())).replaceAll("").trim();
    demand(
        SqlFunctions.TYPES.contains(SPACES.matcher(name).replaceAll(" ")),
        "a cast to a type that is not permitted");
    List<String> arguments = type.getArgumentsStringList();
    demand(
        arguments == null || arguments.stream().allMatch(a -> LENGTH.matcher(a).matches()),
        "an odd type");
  }

  private static boolean fits(Pattern pattern, @Nullable String text) {
    return text == null || pattern.matcher(text).matches();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static void demand(boolean holds, String fault) {
    if (!holds) {
      throw SqlRefusal.CONSTRUCT.because(fault);
    }
  }
}
