package io.harden4j.examples.desk;

import io.harden4j.observe.Observer;
import io.harden4j.run.RunResult;
import java.util.Optional;

/** Desks for tests: the built-in model, nothing sent anywhere. */
final class TestDesk {
  private TestDesk() {}

  static Desk open(DeskHome home) {
    return open(home, Optional.empty());
  }

  static Desk open(DeskHome home, Optional<Observer> crash) {
    return new Desk(new Desk.Parts(home, ModelChoice.builtIn("a test"), Optional.empty(), crash));
  }

  /** Asks, and lets the team lead release what waits for her. */
  static RunResult askAndRelease(Desk desk, String thread, String question) {
    return release(desk, thread, desk.ask(thread, question, event -> {}));
  }

  static RunResult release(Desk desk, String thread, RunResult result) {
    if (!(result instanceof RunResult.Suspended)) {
      return result;
    }
    desk.answer(thread, "yes");
    return desk.resume(thread, event -> {});
  }
}
