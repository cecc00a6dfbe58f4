package io.harden4j.guard.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.harden4j.checkpoint.Digests;
import io.harden4j.guard.governor.Governor;
import io.harden4j.guard.governor.Leaves;
import io.harden4j.guard.governor.Verdict;
import io.harden4j.identity.Principal;
import io.harden4j.tool.CanonicalArguments;
import io.harden4j.tool.GuardRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/**
 * Turns an SQL text that anybody may have written into one that reads a tenant's own rows of permitted columns and nothing else, or refuses it. The text
 * that is executed is written anew from the checked tree; nothing of the original is sent.
 *
 * <p>Without a connection of ours, an MCP server that takes SQL gets the tenant as a literal ({@link #governText}, or this object as a {@link Governor});
 * {@link GovernedDatabase} binds it as a parameter.
 *
 * <p><b>Failures.</b> {@link SqlRefusedException}; whatever goes wrong inside counts as a refusal.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use. Texts that may take long to parse are parsed on up to 64 daemon threads, which end
 * when idle for 10 s; all others on the thread of the caller.
 */
public final class SqlGovernor implements Governor {
  private final SqlSettings settings;
  private final SqlLexicon lexicon;
  private final SqlShape asked;
  private final SqlTokens tokens;
  private final SqlRendering rendering;
  private final SqlWorkers workers;

  private SqlGovernor(SqlSettings settings) {
    SqlLimits limits = settings.limits();
    this.settings = settings;
    lexicon = new SqlLexicon(settings.dialect(), limits.maxCharacters(), limits.maxDepth());
    asked = new SqlShape(SqlConstructs.PERMITTED, limits.maxNodes());
    tokens = new SqlTokens(settings.dialect(), settings.functions());
    rendering = new SqlRendering(
        new SqlShape(SqlConstructs.PERMITTED + SqlConstructs.RENDERED_ONLY, 20 * limits.maxNodes()),
        settings.dialect());
    workers = new SqlWorkers(limits.timeout());
  }

  /** Starts a governor that permits no table. */
  public static Builder builder(SqlDialect dialect) {
    return new Builder(dialect);
  }

  /** Returns the query with the tenant as a parameter, for a connection of ours. */
  public SqlQuery govern(String sql, Principal principal) {
    return governed(sql, principal, SqlTenant.Form.PARAMETER);
  }

  /** Returns the query with the tenant in the text, for a server that takes texts only. */
  public SqlQuery governText(String sql, Principal principal) {
    return governed(sql, principal, SqlTenant.Form.LITERAL);
  }

  private SqlQuery governed(String sql, Principal principal, SqlTenant.Form form) {
    try {
      Object value = settings.value().apply(principal);
      String checked = lexicon.check(sql);
      return workers.run(reader -> {
        SqlTenant tenant = new SqlTenant(value, form);
        String text = rewritten(reader, checked, tenant);
        return new SqlQuery(text, tenant.parameters(), Digests.sha256(sql), Digests.sha256(text));
      });
    } catch (SqlRefusedException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw SqlRefusal.ERROR.because("the governor failed with " + e.getClass().getSimpleName());
    }
  }

  private String rewritten(SqlReader reader, String sql, SqlTenant tenant) {
    Select query = reader.read(sql);
    asked.check(query);
    SqlRewriter rewriter = new SqlRewriter(settings, asked, tokens, tenant);
    rewriter.rewrite(query);
    SqlLabels.makeUnique(query, settings.dialect());
    PlainSelect limited = new SqlRowLimit(settings.limits().maxRows()).around(query);
    return rendering.of(limited, rewriter.derivedTables(), !tenant.isInText(), reader);
  }

  @Override
  public Verdict check(GuardRequest request, Set<String> pointers) {
    ObjectNode tree = request.call().arguments().tree();
    String hashes = "";
    for (Leaves leaf : Leaves.of(tree, pointers)) {
      SqlQuery query;
      try {
        query = governText(text(leaf.value()), request.principal());
      } catch (SqlRefusedException e) {
        return new Verdict.Refuse(
            "sql/" + e.refusal().name().toLowerCase(Locale.ROOT),
            e.refusal().code(),
            e.refusal().toModel(),
            "argument " + leaf.pointer() + ": " + e.getMessage());
      }
      put(tree, leaf.pointer(), query.sql());
      hashes += " " + query.askedHash() + " became " + query.hash();
    }
    return hashes.isEmpty()
        ? Verdict.PASS
        : new Verdict.Rewrite("sql" + hashes, CanonicalArguments.of(tree));
  }

  private static String text(JsonNode value) {
    if (!value.isTextual()) {
      throw SqlRefusal.TEXT.because("the value is not a text");
    }
    return value.textValue();
  }

  private static void put(ObjectNode tree, String pointer, String sql) {
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = tree.at(pointer.substring(0, slash));
    String name = pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~");
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(name), TextNode.valueOf(sql));
    } else {
      ((ObjectNode) parent).put(name, sql);
    }
  }

  SqlSettings settings() {
    return settings;
  }

  /** Describes the settings; stands for them in a policy's hash. */
  @Override
  public String toString() {
    return "SqlGovernor " + settings.describe();
  }

  /** Collects what is permitted. Names are written as unquoted ones in a statement of the dialect, or quoted. Not thread-safe. */
  public static final class Builder {
    private final SqlDialect dialect;
    private final Map<String, List<SqlTable>> tables = new HashMap<>();
    private final Set<String> functions = new HashSet<>(SqlFunctions.STANDARD);
    private SqlLimits limits = SqlLimits.DEFAULT;
    private String tenantColumn = "tenant_id";
    private Function<Principal, Object> value = principal -> principal.tenant().id();
    private boolean fenced = true;

    private Builder(SqlDialect dialect) {
      this.dialect = dialect;
    }

    /** Names the column that tells whose a row is, for the tables added from here on; default {@code tenant_id}. */
    public Builder tenantColumn(String column) {
      tenantColumn = column;
      return this;
    }

    /** Says what stands in that column for a principal: a String, Long or UUID; default the tenant's id. */
    public Builder tenantValue(Function<Principal, Object> newValue) {
      value = newValue;
      return this;
    }

    /**
     * Permits the columns of a table whose rows belong to tenants.
     *
     * @param table {@code name} or, better on PostgreSQL, where a session's search path decides otherwise, {@code schema.name}
     */
    public Builder table(String table, String... columns) {
      return add(table, List.of(columns), tenantColumn);
    }

    /** Permits the columns of a table whose rows every tenant may read. */
    public Builder sharedTable(String table, String... columns) {
      return add(table, List.of(columns), null);
    }

    private Builder add(String table, List<String> columns, @Nullable String tenant) {
      if (columns.isEmpty()) {
        throw new IllegalArgumentException(
            "table '" + table + "' has no permitted columns; name those that may be read");
      }
      SqlTable permitted = SqlTable.of(dialect, table, columns, tenant);
      if (permitted.name().toLowerCase(Locale.ROOT).startsWith(SqlRewriter.OWN)) {
        throw new IllegalArgumentException("names that begin with " + SqlRewriter.OWN
            + " are the governor's; rename table '" + table + "'");
      }
      tables
          .computeIfAbsent(dialect.fold(permitted.name(), true), name -> new ArrayList<>())
          .add(permitted);
      return this;
    }

    /** Permits further functions. What a function does beyond computing from its arguments is then yours to know. */
    public Builder function(String... names) {
      for (String name : names) {
        functions.add(name.toLowerCase(Locale.ROOT));
      }
      return this;
    }

    /** Sets the limits; default {@link SqlLimits#DEFAULT}. */
    public Builder limits(SqlLimits newLimits) {
      limits = newLimits;
      return this;
    }

    /**
     * Lets the optimizer move a query's conditions into the tenant's predicate. Faster where indexes begin with the tenant's column, but a condition that
     * fails on some values can then tell that another tenant has such a value. Only sensible with row-level security beneath.
     */
    public Builder withoutFence() {
      fenced = false;
      return this;
    }

    /** Returns the governor. */
    public SqlGovernor build() {
      return new SqlGovernor(new SqlSettings(
          dialect, limits, Map.copyOf(tables), Set.copyOf(functions), fenced, value));
    }
  }
}
