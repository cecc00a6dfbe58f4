package io.harden4j.checkpoint;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is free to take. Start with {@link #of}; each method returns a changed copy.
 *
 * @param now       by which questions are past their end: the clock that will also resume the thread. Leases end by the store's own clock
 * @param limit     most claims, 1 or more
 * @param perTenant most threads of one tenant that the worker has in work, those of {@code running} included; 1 or more
 * @param running   for each tenant how many threads the worker has in work already
 * @param tenants   only these tenants, or empty for all
 * @param graphs    only heads of graphs of these names, or empty for all
 * @param skip      threads the worker does not want now
 * @param after     tenant that was served last, or null: the turn begins with the next one in order of id
 */
public record WorkQuery(
    Instant now,
    int limit,
    int perTenant,
    Map<String, Integer> running,
    Set<String> tenants,
    Set<String> graphs,
    Set<ThreadKey> skip,
    @Nullable String after) {
  /** Checks the bounds, copies the collections. */
  public WorkQuery {
    if (limit < 1 || perTenant < 1) {
      throw new IllegalArgumentException(
          "limit is " + limit + " and perTenant " + perTenant + "; both must be 1 or more");
    }
    running = Map.copyOf(running);
    tenants = Set.copyOf(tenants);
    graphs = Set.copyOf(graphs);
    skip = Set.copyOf(skip);
  }

  /** Returns the query for at most {@code limit} threads of any tenant and graph. */
  public static WorkQuery of(Instant now, int limit) {
    return new WorkQuery(now, limit, limit, Map.of(), Set.of(), Set.of(), Set.of(), null);
  }

  /** Returns this query with a bound on each tenant, of which {@code already} counts what is in work. */
  public WorkQuery perTenant(int most, Map<String, Integer> already) {
    return new WorkQuery(now, limit, most, already, tenants, graphs, skip, after);
  }

  /** Returns this query for these tenants only. */
  public WorkQuery ofTenants(Set<String> only) {
    return new WorkQuery(now, limit, perTenant, running, only, graphs, skip, after);
  }

  /** Returns this query for graphs of these names only. */
  public WorkQuery ofGraphs(Set<String> only) {
    return new WorkQuery(now, limit, perTenant, running, tenants, only, skip, after);
  }

  /** Returns this query without these threads. */
  public WorkQuery without(Set<ThreadKey> threads) {
    return new WorkQuery(now, limit, perTenant, running, tenants, graphs, threads, after);
  }

  /** Returns this query with the turn beginning behind this tenant. */
  public WorkQuery after(@Nullable String tenant) {
    return new WorkQuery(now, limit, perTenant, running, tenants, graphs, skip, tenant);
  }

  /** Says whether the query asks for threads of this tenant and leaves room for one. */
  public boolean hasRoomFor(String tenant) {
    return (tenants.isEmpty() || tenants.contains(tenant)) && room(tenant) > 0;
  }

  /** Says whether the query asks for this head; its tenant's room is not looked at. */
  public boolean matches(Work work) {
    return (tenants.isEmpty() || tenants.contains(work.thread().tenant()))
        && (graphs.isEmpty() || graphs.contains(work.graph()))
        && !skip.contains(work.thread());
  }

  /** Returns how many threads of a tenant may be claimed. */
  public int room(String tenant) {
    return perTenant - running.getOrDefault(tenant, 0);
  }

  /**
   * Claims in the order of {@link WorkStore}: one of each tenant in turn, the oldest first, until the limit is reached or nothing is left. For stores
   * that look at all work before they claim.
   *
   * @param found work that {@link #matches}; a thread may be there with several branches
   * @param take  takes a thread if its head is still work
   */
  public List<Claim> inTurn(Collection<Work> found, Function<Work, Optional<Claim>> take) {
    List<Claim> claims = new ArrayList<>();
    Map<String, Integer> room = new TreeMap<>();
    Deque<Deque<Work>> ring = ring(found);
    Set<ThreadKey> taken = new HashSet<>();
    while (!ring.isEmpty() && claims.size() < limit) {
      Deque<Work> mine = ring.poll();
      Work oldest = mine.poll();
      if (oldest == null || room.computeIfAbsent(oldest.thread().tenant(), this::room) <= 0) {
        continue;
      }
      Optional<Claim> claim =
          taken.contains(oldest.thread()) ? Optional.empty() : take.apply(oldest);
      if (claim.isPresent()) {
        claims.add(claim.get());
        taken.add(oldest.thread());
        room.merge(oldest.thread().tenant(), -1, Integer::sum);
        ring.add(mine);
      } else {
        ring.addFirst(mine);
      }
    }
    return claims;
  }

  /** Returns the work of each tenant, oldest first, the tenants in order of id, beginning behind {@link #after}. */
  private Deque<Deque<Work>> ring(Collection<Work> found) {
    TreeMap<String, List<Work>> byTenant = new TreeMap<>();
    for (Work work : found) {
      byTenant.computeIfAbsent(work.thread().tenant(), t -> new ArrayList<>()).add(work);
    }
    List<String> order = new ArrayList<>();
    if (after != null) {
      order.addAll(byTenant.tailMap(after, false).keySet());
      order.addAll(byTenant.headMap(after, true).keySet());
    } else {
      order.addAll(byTenant.keySet());
    }
    Deque<Deque<Work>> ring = new ArrayDeque<>();
    for (String tenant : order) {
      List<Work> mine = byTenant.getOrDefault(tenant, List.of());
      mine.sort(Comparator.comparing(Work::at)
          .thenComparing(w -> w.thread().threadId())
          .thenComparing(Work::branch));
      ring.add(new ArrayDeque<>(mine));
    }
    return ring;
  }
}
