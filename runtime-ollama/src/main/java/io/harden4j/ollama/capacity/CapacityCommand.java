package io.harden4j.ollama.capacity;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The command line of the planner: answers from a shipped shape, without a server. A {@code main} calls {@link #run} and prints what it
 * returns. Immutable; safe to share between threads.
 */
public final class CapacityCommand {
  /** The options, one a line. */
  public static final String USAGE = """
      capacity --model NAME --context TOKENS [options]
        --model NAME       a shipped shape, e.g. llama3.3:70b; 'list' names them all
        --context TOKENS   of one slot, e.g. 8192 or 32k
        --slots N          requests at once (OLLAMA_NUM_PARALLEL), default 1
        --kv TYPE          f16, q8_0 or q4_0, default f16
        --ram GIB          main memory of the host you plan, default: this machine is measured
        --gpu GIB          memory of its card, with --ram; default none
        --bandwidth GB/S   of the memory that holds the model: adds a range of tokens per second
        --service SECONDS  time a run keeps a slot, with --every: adds the wait for a slot
        --every SECONDS    mean time between two runs
        --price AMOUNT     of the host for an hour, with --service and --every: adds the cost of runs
      """;

  private final ModelShapes shapes;
  private final Supplier<Host> thisMachine;

  CapacityCommand(ModelShapes shapes, Supplier<Host> thisMachine) {
    this.shapes = shapes;
    this.thisMachine = thisMachine;
  }

  /** Returns the command with the shipped shapes; without {@code --ram} it measures this machine. */
  public static CapacityCommand create() {
    return new CapacityCommand(
        ModelShapes.shipped(), () -> HostProbe.ofThisMachine().detect());
  }

  /**
   * Returns the report these options ask for; whether the model fits is its first line.
   *
   * @throws IllegalArgumentException for an option that is unknown, twice there, without a value or not a number, with the usage
   * @throws UnknownModelShapeException if no shape of this name is shipped
   */
  public String run(List<String> arguments) {
    CommandOptions options = CommandOptions.parse(arguments, USAGE);
    String model = options.required("model");
    if (model.equals("list")) {
      return String.join("\n", shapes.names()) + "\n";
    }
    Demand demand = Demand.of(ContextSize.parse(options.required("context")))
        .withSlots(options.number("slots").map(BigDecimal::intValueExact).orElse(1))
        .withKvCache(cache(options));
    CapacityReport.Builder report =
        CapacityReport.builder(shapes.get(model), demand, host(options));
    options.number("bandwidth").ifPresent(value -> report.bandwidth(value.doubleValue() * 1e9));
    Optional<Duration> service = options.number("service").map(CapacityCommand::seconds);
    Optional<Duration> every = options.number("every").map(CapacityCommand::seconds);
    if (service.isPresent() != every.isPresent()) {
      throw options.wrong("--service and --every go together");
    }
    if (service.isPresent() && every.isPresent()) {
      report.workload(ServiceTime.assumed(service.get()), every.get());
    }
    options.number("price").ifPresent(report::pricePerHour);
    return report.build().render();
  }

  /** Says whether a report's answer is yes. A list of models is no refusal either. */
  public static boolean fits(String report) {
    return report.lines().findFirst().filter(line -> line.endsWith(": NO")).isEmpty();
  }

  private Host host(CommandOptions options) {
    Optional<BigDecimal> ram = options.number("ram");
    Optional<BigDecimal> gpu = options.number("gpu");
    if (ram.isEmpty()) {
      if (gpu.isPresent()) {
        throw options.wrong("--gpu needs --ram");
      }
      return thisMachine.get();
    }
    Host host = Host.ofRam(bytes(ram.get()), Runtime.getRuntime().availableProcessors());
    return gpu.map(gib -> host.withGpus(List.of(new Gpu("planned card", bytes(gib), bytes(gib)))))
        .orElse(host);
  }

  private static KvCacheType cache(CommandOptions options) {
    String type = options.optional("kv").orElse("f16").toUpperCase(Locale.ROOT);
    for (KvCacheType known : KvCacheType.values()) {
      if (known.name().equals(type)) {
        return known;
      }
    }
    throw options.wrong("--kv is f16, q8_0 or q4_0");
  }

  private static long bytes(BigDecimal gib) {
    return Bytes.ofGib(gib.doubleValue());
  }

  private static Duration seconds(BigDecimal seconds) {
    return Duration.ofMillis(seconds.movePointRight(3).longValue());
  }
}
