package io.harden4j.guard.sql;

import io.harden4j.identity.Principal;

/** The scene of the SQL tests: what acme's analyst may read of a shop's database. */
final class Shop {
  static final Principal ANA = Principal.of("ana", "acme", "analyst");

  private Shop() {}

  static SqlGovernor governor(SqlDialect dialect) {
    return builder(dialect).build();
  }

  static SqlGovernor.Builder builder(SqlDialect dialect) {
    return SqlGovernor.builder(dialect)
        .table("orders", "id", "tenant_id", "customer_id", "total", "status", "note", "created_at")
        .table("customers", "id", "tenant_id", "name", "city")
        .sharedTable("countries", "code", "label");
  }
}
