package io.harden4j.run;

import io.harden4j.checkpoint.CheckpointInfo;
import io.harden4j.checkpoint.CheckpointQuery;
import io.harden4j.checkpoint.CheckpointRef;
import io.harden4j.checkpoint.Page;
import io.harden4j.checkpoint.StoredState;
import io.harden4j.checkpoint.ThreadKey;
import io.harden4j.effect.Budget;
import io.harden4j.graph.Update;
import io.harden4j.identity.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Graphs that are started at certain times. A schedule is durable and belongs to a tenant; any {@link RunWorker} whose runtime knows the graph starts the
 * runs, for the principal that put the schedule. A due time starts one thread, named after it: two workers, or one that crashes in between, do not start two.
 * Thread-safe.
 */
public final class Schedules {
  /**
   * A schedule as it stands.
   *
   * @param name   its name
   * @param graph  name of the graph it starts
   * @param timing when it is due, readable
   * @param next   when it is due next
   */
  public record Entry(String name, String graph, String timing, Instant next) {}

  private final Parts parts;
  private final Launcher launcher;
  private final Leasing leasing;

  Schedules(Parts parts, Launcher launcher) {
    this.parts = parts;
    this.launcher = launcher;
    this.leasing = new Leasing(parts);
  }

  /**
   * Puts a schedule, in the place of one of the same name.
   *
   * @param who whom its runs act for, as it is now
   * @throws IllegalArgumentException if it is never due again
   * @throws ThreadBusyException if a worker is starting the old one's run at this moment: put it again
   */
  public void put(Principal who, Schedule schedule) {
    Instant now = parts.clock().instant();
    Optional<Instant> first = schedule.timing().after(now);
    Instant due = first.orElseThrow(() ->
        new IllegalArgumentException(schedule + " is never due again: it is " + now + " now"));
    parts.graphs().register(schedule.graph());
    ThreadKey thread = Hidden.schedule(who.tenant().id(), schedule.name());
    launcher.submit(
        ScheduleGraph.registered(parts.graphs(), schedule.graph().name()),
        Update.of(ScheduleGraph.PLAN, ScheduleGraph.Plan.of(schedule)).and(ScheduleGraph.DUE, due),
        RunOptions.of(thread, CheckpointRef.MAIN)
            .as(who)
            .budget(Budget.UNLIMITED)
            .durability(Durability.SYNC)
            .whenBusy(BusyPolicy.REPLACE));
  }

  /** Lists the schedules of the tenant by name, those that are over left out. Looks at the heads of all the tenant's threads. */
  public List<Entry> list(Principal who) {
    List<Entry> found = new ArrayList<>();
    CheckpointQuery heads = CheckpointQuery.heads(who.tenant().id());
    @Nullable String cursor = null;
    do {
      Page<CheckpointInfo> page = parts.store().list(heads.page(cursor, heads.limit()));
      for (CheckpointInfo head : page.items()) {
        if (Hidden.isSchedule(head.ref().thread()) && head.status().resumable()) {
          entry(head).ifPresent(found::add);
        }
      }
      cursor = page.next();
    } while (cursor != null);
    found.sort(java.util.Comparator.comparing(Entry::name));
    return found;
  }

  private Optional<Entry> entry(CheckpointInfo head) {
    ThreadKey thread = head.ref().thread();
    Optional<StoredState> stored = parts.store().head(thread, CheckpointRef.MAIN);
    CompiledGraph graph =
        new CompiledGraph(ScheduleGraph.of(ScheduleGraph.target(head.graph().name()), launcher));
    return stored.map(s -> {
      Space state = new StateLoader(graph, parts.vault(), thread).load(s).root();
      ScheduleGraph.Plan plan = state.get(ScheduleGraph.PLAN);
      return new Entry(
          plan.name(), plan.graph(), plan.timing().toString(), state.get(ScheduleGraph.DUE));
    });
  }

  /** Removes a schedule; what it has started goes on. Returns whether there was one. */
  public boolean remove(Principal who, String name) {
    ThreadKey thread = Hidden.schedule(who.tenant().id(), name);
    if (parts.store().head(thread, CheckpointRef.MAIN).isEmpty()) {
      return false;
    }
    RunOptions patient = RunOptions.of(thread, CheckpointRef.MAIN).whenBusy(BusyPolicy.QUEUE);
    return leasing.holding(thread, patient, lease -> {
      parts.store().deleteThread(lease);
      return true;
    });
  }
}
