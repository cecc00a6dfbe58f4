package io.harden4j.ollama.capacity;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How much memory a model takes and whether a host has it. Immutable.
 *
 * @param shape the model
 * @param demand context, slots and cache type that were asked for
 * @param host where it is to run
 * @param parts what the memory is for; copied
 * @param verdict whether it fits
 * @param why the comparison behind the verdict, with its numbers
 */
public record MemoryPlan(
    ModelShape shape,
    Demand demand,
    Host host,
    List<MemoryPart> parts,
    Verdict verdict,
    String why) {
  /** Copies the parts. */
  public MemoryPlan {
    parts = List.copyOf(parts);
  }

  /** Bytes of all parts together. */
  public ByteRange total() {
    return parts.stream().map(MemoryPart::bytes).reduce(ByteRange.exactly(0), ByteRange::plus);
  }

  /** The line of this kind. */
  public MemoryPart part(MemoryPart.Kind kind) {
    return parts.stream().filter(p -> p.kind() == kind).findFirst().orElseThrow();
  }

  /** The sum with one line a part, its formula and its origin. Ends without a line break. */
  public String arithmetic() {
    String lines = parts.stream()
        .map(p ->
            line(p.kind().word(), p.bytes(), p.arithmetic() + " [" + p.origin().word() + "]"))
        .collect(Collectors.joining("\n"));
    return lines + "\n" + line("total", total(), why);
  }

  private static String line(String name, ByteRange bytes, String text) {
    return String.format(Locale.ROOT, "%-14s %10s  %s", name, Bytes.gib(bytes.expected()), text);
  }
}
