package io.harden4j.guard.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Asks a governor in front of a real database many queries, half of them hostile. The connections may do anything, so that no permission of the database
 * helps. Three databases tell what a query reached:
 *
 * <ul>
 *   <li>{@code both}: acme and globex, with hidden columns and tables;
 *   <li>{@code alone}: the same without globex. What is seen of acme must not hang on whether globex is there;
 *   <li>{@code copy}: what acme may see, and nothing else. An honest query must return there, as it was asked, what it returns through the governor.
 * </ul>
 */
final class TenantTrial {
  private final SqlDialect dialect;
  private final Connection both;
  private final Connection alone;
  private final Connection copy;
  private final SqlGovernor governor;
  private final GovernedDatabase database;

  final List<String> faults = new ArrayList<>();
  long honestAsked;
  long honestRefused;
  long hostileAsked;
  long hostileAccepted;
  long otherTenantRows;
  long differsFromCopy;
  long rowsCompared;
  long writes;
  long failsByPlan;

  /** @param governor the builder of the shop's governor, or of one that a test has spoilt */
  TenantTrial(
      SqlDialect dialect,
      SqlGovernor.Builder governor,
      Connection both,
      Connection alone,
      Connection copy) {
    this.dialect = dialect;
    this.both = both;
    this.alone = alone;
    this.copy = copy;
    this.governor = governor.limits(SqlLimits.DEFAULT.maxRows(100_000)).build();
    this.database = GovernedDatabase.over(OneConnection.of(both), this.governor);
  }

  /** Creates the tables of all three. */
  TenantTrial fill() throws SQLException {
    TwoTenants.create(both, true);
    TwoTenants.create(alone, true);
    TwoTenants.create(copy, false);
    TwoTenants.acme(both, true, dialect);
    TwoTenants.acme(alone, true, dialect);
    TwoTenants.acme(copy, false, dialect);
    TwoTenants.globex(both, dialect);
    return this;
  }

  /** Asks as many honest as hostile queries. */
  TenantTrial run(int queries, long seed) {
    HonestQueries honest = new HonestQueries(new Random(seed), dialect);
    HostileQueries hostile = new HostileQueries(new Random(seed + 1), dialect);
    String before = contents();
    for (int i = 0; i < queries / 2; i++) {
      honest(portable(honest.next()));
      hostile(portable(hostile.next()));
    }
    writes = before.equals(contents()) ? 0 : 1;
    return this;
  }

  /** SQLite keeps dates as texts and has no literals for them. */
  private String portable(String sql) {
    return dialect == SqlDialect.SQLITE ? sql.replaceAll("DATE '([0-9-]+)'", "'$1'") : sql;
  }

  private void honest(String sql) {
    Outcome asked = Outcome.of(copy, sql);
    if (!asked.error().isEmpty()) {
      if (dialect == SqlDialect.POSTGRESQL) {
        faults.add("the generator wrote an invalid query (" + asked.error() + "): " + sql);
      }
      return; // the generator writes for PostgreSQL; elsewhere some of its functions are not there
    }
    honestAsked++;
    try {
      Outcome governed = Outcome.of(database, sql);
      rowsCompared += governed.rows().size();
      if (!governed.equals(asked)) {
        differsFromCopy++;
        faults.add("other rows than on the copy: " + sql);
      }
      interference(sql);
    } catch (SqlRefusedException e) {
      honestRefused++;
      System.err.println("honest query refused (" + e.getMessage() + "): " + sql);
    }
  }

  private void hostile(String sql) {
    hostileAsked++;
    try {
      interference(sql);
      hostileAccepted++;
    } catch (SqlRefusedException refused) {
      // as it should be, or not: whether it had to be refused only its effect could have told
    }
  }

  /** Executes the text that a server without bound parameters would get. */
  private void interference(String sql) {
    String text = governor.governText(sql, Shop.ANA).sql();
    Outcome with = Outcome.of(both, text);
    Outcome without = Outcome.of(alone, text);
    boolean oneFails = with.error().isEmpty() != without.error().isEmpty();
    if (oneFails && dialect != SqlDialect.POSTGRESQL && !with.isMarked()) {
      failsByPlan++; // which of two items comes first hangs on the size of tables, and so does
      // whether acme's own rows make it fail
      return;
    }
    if (with.isMarked() || !with.equals(without)) {
      otherTenantRows++;
      faults.add("acme sees whether globex is there: " + sql + "\n  as " + text);
    }
  }

  private String contents() {
    StringBuilder all = new StringBuilder();
    for (String table : List.of("orders", "customers", "countries", "secrets")) {
      all.append(Outcome.of(both, "SELECT * FROM " + table).rows());
    }
    return all.toString();
  }

  double honestRefusedPercent() {
    return 100.0 * honestRefused / honestAsked;
  }
}
