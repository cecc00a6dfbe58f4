package io.harden4j.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** A child that tells the time whenever it is asked. */
final class ClockChild {
  private ClockChild() {}

  /** Answers each line with the time. */
  public static void main(String[] args) throws IOException {
    InstantSource clock = MutableClock.ofChild();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (in.readLine() != null) {
        System.out.println(clock.instant());
      }
    }
  }
}
