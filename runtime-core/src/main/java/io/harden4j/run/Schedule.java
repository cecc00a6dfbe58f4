package io.harden4j.run;

import io.harden4j.graph.StateGraph;
import io.harden4j.graph.Update;
import io.harden4j.identity.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * A graph to be started at certain times, each time on a thread of its own. Immutable; start with {@link #of}.
 *
 * <p>Times that pass while no worker runs are made up for by one start, not by one each.
 */
public final class Schedule {
  /** Stands for the due time, as ISO 8601 in UTC, in the thread's id. */
  public static final String DUE = "{due}";

  private final String name;
  private final StateGraph graph;
  private final Update input;
  private final String threadId;
  private final Timing timing;

  private Schedule(String name, StateGraph graph, Update input, String threadId, Timing timing) {
    this.name = Ids.require("schedule", name);
    this.graph = graph;
    this.input = input;
    this.threadId = Ids.require("threadId", threadId);
    this.timing = timing;
    if (!timing.isOnce() && !threadId.contains(DUE)) {
      throw new IllegalArgumentException("schedule '" + name + "' starts more than once, so the"
          + " thread's id '" + threadId + "' must contain " + DUE);
    }
  }

  /** When it is due. */
  public static final class Draft {
    private final String name;
    private final StateGraph graph;
    private final Update input;
    private String threadId;

    private Draft(String name, StateGraph graph, Update input) {
      this.name = name;
      this.graph = graph;
      this.input = input;
      this.threadId = name + "/" + DUE;
    }

    /** Sets the id of the threads it starts, in which {@value Schedule#DUE} stands for the due time; default: the name, a slash and the due time. */
    public Draft thread(String template) {
      threadId = template;
      return this;
    }

    /** Starts it once. */
    public Schedule at(Instant instant) {
      return new Schedule(name, graph, input, threadId, Timing.at(instant));
    }

    /** Starts it again and again, a second or more apart, counted from {@code first}. */
    public Schedule every(Duration interval, Instant first) {
      return new Schedule(name, graph, input, threadId, Timing.every(interval, first));
    }

    /** Starts it once a day. A time that the zone's clock leaves out is due when the clock has jumped; one that comes twice is due the first time. */
    public Schedule daily(LocalTime time, ZoneId zone) {
      return new Schedule(name, graph, input, threadId, Timing.daily(time, zone));
    }
  }

  /**
   * Begins a schedule.
   *
   * @param name  name inside the tenant
   * @param input what each run begins with
   */
  public static Draft of(String name, StateGraph graph, Update input) {
    return new Draft(name, graph, input);
  }

  String name() {
    return name;
  }

  StateGraph graph() {
    return graph;
  }

  Update input() {
    return input;
  }

  String threadId() {
    return threadId;
  }

  Timing timing() {
    return timing;
  }

  @Override
  public String toString() {
    return "schedule '" + name + "' of graph '" + graph.name() + "', " + timing;
  }
}
