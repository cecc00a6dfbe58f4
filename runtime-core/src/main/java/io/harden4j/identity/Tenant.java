package io.harden4j.identity;

/**
 * The isolation key: a part of every store key, vector query, metric and audit record. Two tenants never see each other's data.
 *
 * @param id see {@link Ids} for the rule
 */
public record Tenant(String id) {
  /** @throws InvalidIdException if the id breaks the rule of {@link Ids} */
  public Tenant {
    Ids.require("tenant", id);
  }

  /** Returns the tenant with this id. */
  public static Tenant of(String id) {
    return new Tenant(id);
  }

  @Override
  public String toString() {
    return id;
  }
}
