package io.harden4j.identity;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The human or service that a run acts for. Built by the application from its own authentication, never from model output.
 * Immutable; safe to share between threads.
 *
 * @param id         stable id inside the tenant
 * @param tenant     whose data the principal may touch
 * @param roles      roles that guards speak about; copied
 * @param groups     groups that access lists of documents speak about; copied
 * @param attributes further facts for policies, such as {@code authentication=mfa}; copied
 */
public record Principal(
    String id,
    Tenant tenant,
    Set<String> roles,
    Set<String> groups,
    Map<String, String> attributes) {

  /** @throws InvalidIdException if an id breaks the rule of {@link Ids} */
  public Principal {
    Ids.require("principal", id);
    roles = Set.copyOf(roles);
    groups = Set.copyOf(groups);
    attributes = Map.copyOf(attributes);
  }

  /** Returns a principal of a tenant with these roles, without groups and attributes. */
  public static Principal of(String id, String tenant, String... roles) {
    return new Principal(id, new Tenant(tenant), Set.of(roles), Set.of(), Map.of());
  }

  /** Returns this principal with exactly these roles. */
  public Principal withRoles(String... newRoles) {
    return new Principal(id, tenant, Set.of(newRoles), groups, attributes);
  }

  /** Returns this principal with exactly these groups. */
  public Principal withGroups(String... newGroups) {
    return new Principal(id, tenant, roles, Set.of(newGroups), attributes);
  }

  /** Says who this is in one line for messages: id, tenant and roles in order. */
  public String describe() {
    return "'" + id + "' of tenant '" + tenant + "' with roles " + new TreeSet<>(roles);
  }
}
