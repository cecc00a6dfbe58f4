package io.harden4j.ollama.capacity;

/** Compares what a plan needs with what a host has. */
record Fit(Verdict verdict, String why) {
  static Fit of(ByteRange need, Host host) {
    return host.gpus().isEmpty() ? onRam(need, host) : onGpus(need, host);
  }

  private static Fit onRam(ByteRange need, Host host) {
    long usable = host.usableRam();
    String room = "usable main memory " + Bytes.gib(usable) + " of " + Bytes.gib(host.ramBytes());
    if (need.expected() > usable) {
      return new Fit(
          Verdict.NO, "needs " + Bytes.gib(need) + "; " + room + ": " + missing(need, usable));
    }
    return graded(need, usable, host.availableBytes(), room);
  }

  private static Fit onGpus(ByteRange need, Host host) {
    long cards = host.usableGpu();
    long both = cards + host.usableRam();
    String room = "usable GPU memory " + Bytes.gib(cards) + " of " + Bytes.gib(host.gpuBytes());
    if (need.expected() <= cards) {
      return graded(need, cards, host.gpuFreeBytes(), room);
    }
    String all = room + " and main memory " + Bytes.gib(host.usableRam());
    if (need.expected() <= both) {
      return new Fit(
          Verdict.SPILLS,
          "needs " + Bytes.gib(need) + "; " + all + ": " + Bytes.gib(need.expected() - cards)
              + " would run on the CPU, several times slower");
    }
    return new Fit(
        Verdict.NO, "needs " + Bytes.gib(need) + "; " + all + ": " + missing(need, both));
  }

  private static Fit graded(ByteRange need, long usable, long free, String room) {
    String both = "needs " + Bytes.gib(need) + "; " + room;
    if (need.expected() > free) {
      return new Fit(Verdict.TIGHT, both + ", but only " + Bytes.gib(free) + " is free now");
    }
    if (need.high() > usable) {
      return new Fit(Verdict.TIGHT, both + ": the expected amount fits, the high end does not");
    }
    return new Fit(Verdict.FITS, both + ": fits");
  }

  private static String missing(ByteRange need, long room) {
    return Bytes.gib(need.expected() - room) + " too little";
  }
}
