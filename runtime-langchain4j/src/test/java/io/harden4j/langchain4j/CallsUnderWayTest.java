package io.harden4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.effect.ControlSignal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CallsUnderWayTest {
  interface Bot {
    String say();
  }

  @Test
  void a_method_that_fails_waits_for_the_tool_calls_it_left_behind() throws Exception {
    CallsUnderWay calls = new CallsUnderWay();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    CompletableFuture<String> call = CompletableFuture.supplyAsync(() -> calls.during(() -> {
      begun.countDown();
      awaited(finish);
      return "done";
    }));
    awaited(begun);
    Bot failing = () -> {
      throw new IllegalStateException("before the call ended");
    };
    Thread method = new Thread(() -> invoke(failing, calls));
    method.start();

    while (method.getState() != Thread.State.WAITING) {
      assertThat(method.isAlive()).as("still waits for the call").isTrue();
      Thread.onSpinWait();
    }
    finish.countDown();
    method.join();

    assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo("done");
  }

  @Test
  void what_the_tool_loop_wrapped_comes_out_as_it_was() {
    ControlSignal signal = new ControlSignal(ControlSignal.Kind.SUSPENDED, "waits");
    IllegalStateException failure = new IllegalStateException("disk");

    assertThat(AssistantCall.meant(new IllegalStateException(signal))).isSameAs(signal);
    assertThat(AssistantCall.meant(new IllegalStateException(new PassedByLoop(failure))))
        .isSameAs(failure);
    assertThat(AssistantCall.meant(failure)).isSameAs(failure);
  }

  private static void invoke(Bot bot, CallsUnderWay calls) {
    try {
      new AssistantCall(bot, calls).invoke(bot, Bot.class.getDeclaredMethod("say"), null);
    } catch (Throwable expected) {
      assertThat(expected).hasMessage("before the call ended");
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
