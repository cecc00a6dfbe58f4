package io.harden4j.ollama.capacity;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The hardware bill of a model: does it fit, how fast can it be, how long do runs wait, what do they cost. Fit is always answered; the
 * rest only where the model can run and the caller gave what it needs. Immutable; safe to share between threads.
 *
 * @param plan the memory, with its verdict
 * @param speed of one stream; null without a memory bandwidth
 * @param level wait for a slot; null without a service time and an arrival rate
 * @param cost of runs; null without a price
 * @param advice what would change the verdict; copied
 */
public record CapacityReport(
    MemoryPlan plan,
    @Nullable DecodeSpeed speed,
    @Nullable ServiceLevel level,
    @Nullable RunCost cost,
    List<String> advice) {
  /** Copies the advice. */
  public CapacityReport {
    advice = List.copyOf(advice);
  }

  /** Reports whether the model fits with this context and these slots, an f16 cache, and flash attention left open. */
  public static CapacityReport of(ModelShape shape, int contextTokens, int slots, Host host) {
    return builder(shape, Demand.of(contextTokens).withSlots(slots), host).build();
  }

  /** Starts a report; the builder's methods add what is optional. */
  public static Builder builder(ModelShape shape, Demand demand, Host host) {
    return new Builder(shape, demand, host);
  }

  /** Whether the host can hold the model at all, if need be partly on the CPU. */
  public boolean holds() {
    return plan.verdict() != Verdict.NO;
  }

  /** The report as Markdown that also reads well in a terminal. Ends with a line break. */
  public String render() {
    return CapacityText.render(this);
  }

  /** Builds a {@link CapacityReport}. Not thread-safe. */
  public static final class Builder {
    private final ModelShape shape;
    private final Demand demand;
    private final Host host;
    private OptionalDouble bandwidth = OptionalDouble.empty();
    private @Nullable DecodeSpeed measuredSpeed;
    private @Nullable ServiceTime service;
    private @Nullable Duration every;
    private @Nullable BigDecimal pricePerHour;

    private Builder(ModelShape shape, Demand demand, Host host) {
      this.shape = shape;
      this.demand = demand;
      this.host = host;
    }

    /** Bytes a second of the memory that holds the model. Default: not known, then no speed is estimated. */
    public Builder bandwidth(double bytesPerSecond) {
      bandwidth = OptionalDouble.of(bytesPerSecond);
      return this;
    }

    /** A measured speed; it replaces the estimate. Default: none. */
    public Builder measuredSpeed(DecodeSpeed speed) {
      measuredSpeed = speed;
      return this;
    }

    /** Time a run keeps a slot, and mean time between two runs. Default: not known, then no wait is computed. */
    public Builder workload(ServiceTime serviceTime, Duration timeBetweenRuns) {
      service = serviceTime;
      every = timeBetweenRuns;
      return this;
    }

    /** Price of the host for an hour, power included, whether it works or not. Default: not known, then no cost is computed. */
    public Builder pricePerHour(BigDecimal price) {
      pricePerHour = price;
      return this;
    }

    /**
     * Works the report out.
     *
     * @throws IllegalArgumentException for a cloud model, or a price without a workload
     */
    public CapacityReport build() {
      MemoryPlanner planner = new MemoryPlanner(host);
      MemoryPlan plan = planner.plan(shape, demand);
      List<String> advice = advice(planner, plan);
      RunCost runCost = cost();
      return plan.verdict() == Verdict.NO
          ? new CapacityReport(plan, null, null, null, advice)
          : new CapacityReport(plan, speed(), level(), runCost, advice);
    }

    private @Nullable DecodeSpeed speed() {
      if (measuredSpeed != null) {
        return measuredSpeed;
      }
      return bandwidth.isPresent()
          ? DecodeSpeed.estimate(shape, bandwidth.getAsDouble(), demand)
          : null;
    }

    private @Nullable ServiceLevel level() {
      return service == null || every == null
          ? null
          : ServiceLevel.of(every, service, demand.slots());
    }

    private @Nullable RunCost cost() {
      if (pricePerHour == null) {
        return null;
      }
      if (service == null || every == null) {
        throw new IllegalArgumentException("a cost per run needs workload(...) beside the price");
      }
      BigDecimal month = pricePerHour.multiply(BigDecimal.valueOf(24 * 30));
      long runs = Math.max(1, Duration.ofDays(30).toMillis() / Math.max(1, every.toMillis()));
      return RunCost.alwaysOn(month, runs, service, demand.slots());
    }

    private List<String> advice(MemoryPlanner planner, MemoryPlan plan) {
      List<String> lines = new ArrayList<>();
      if (demand.context() > shape.contextLength()) {
        lines.add("The model was made for " + ContextSize.text(shape.contextLength())
            + " tokens; more is wasted.");
      }
      if (plan.verdict() == Verdict.SPILLS && bandwidth.isPresent()) {
        lines.add(
            "The speed is that of a model wholly in the memory of the given bandwidth; this one is slower.");
      }
      if (plan.verdict() != Verdict.FITS) {
        lines.addAll(Advice.of(planner, plan));
      }
      return lines;
    }
  }
}
