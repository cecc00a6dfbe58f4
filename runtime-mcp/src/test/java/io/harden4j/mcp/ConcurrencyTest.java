package io.harden4j.mcp;

import static io.harden4j.mcp.TestServers.PATIENCE;
import static io.harden4j.mcp.TestServers.call;
import static io.harden4j.mcp.TestServers.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.harden4j.testkit.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {
  private static final int THREADS = 16;
  private static final int CALLS = 200;

  @Test
  void sixteen_threads_get_their_own_answers_and_all_of_them() throws Exception {
    try (ManagedConnection connection = start("normal")) {
      ExecutorService pool = Executors.newFixedThreadPool(THREADS);
      List<Future<Integer>> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        threads.add(pool.submit(() -> ownAnswers(connection, thread)));
      }
      int own = 0;
      for (Future<Integer> thread : threads) {
        own += thread.get(120, TimeUnit.SECONDS);
      }
      pool.shutdownNow();

      record(own, connection.status());
      assertThat(own).isEqualTo(THREADS * CALLS);
      assertThat(connection.status().starts()).isEqualTo(1);
      assertThat(connection.status().traffic())
          .isEqualTo(new McpServerStatus.Traffic(0, 0, 0, 0, 0, 0));
    }
  }

  private static int ownAnswers(McpConnection connection, int thread) {
    int own = 0;
    for (int i = 0; i < CALLS; i++) {
      String arguments = "{\"i\":" + i + ",\"t\":" + thread + "}";
      own += call(connection, "echo", arguments, PATIENCE).text().equals(arguments) ? 1 : 0;
    }
    return own;
  }

  private static void record(int own, McpServerStatus status) {
    Evidence.of("concurrency")
        .ran(THREADS * CALLS)
        .put("threads", THREADS)
        .put("callsEach", CALLS)
        .put("ownAnswers", own)
        .put("lostOrCrossed", THREADS * CALLS - own)
        .put("starts", status.starts())
        .write();
  }

  @Test
  void calls_over_the_limit_wait_and_fail_unsent() {
    try (ManagedConnection connection =
        start("normal", s -> s.limits(McpLimits.DEFAULT.withMaxConcurrentCalls(1)))) {
      call(connection, "echo");
      CompletableFuture<McpException> first =
          CompletableFuture.supplyAsync(() -> timeout(connection, "hang", Duration.ofSeconds(2)));
      String reached = "";
      while (reached.isEmpty()) { // until the first call holds the only slot
        McpException second = timeout(connection, "echo", Duration.ofMillis(200));
        reached = second == null ? "" : second.delivery().name();
      }

      assertThat(reached).isEqualTo("NOT_SENT");
      assertThat(first.join().delivery()).isEqualTo(McpException.Delivery.UNKNOWN);
    }
  }

  private static @Nullable McpException timeout(
      McpConnection connection, String tool, Duration time) {
    try {
      call(connection, tool, "{}", time);
      return null;
    } catch (McpTimeoutException e) {
      return e;
    }
  }

  @Test
  void an_interrupt_ends_the_wait_and_keeps_the_flag() throws Exception {
    try (ManagedConnection connection = start("normal")) {
      call(connection, "echo");
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread caller = Daemon.start("caller", () -> {
        assertThatThrownBy(() -> call(connection, "hang", "{}", PATIENCE))
            .isInstanceOf(McpCancelledException.class);
        flag.complete(Thread.currentThread().isInterrupted());
      });
      caller.interrupt();

      assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
      assertThat(call(connection, "echo").text()).isEqualTo("{}");
    }
  }

  @Test
  void a_caller_can_give_up_by_its_handle() {
    StdioServer server =
        new StdioServerBuilder("handle").command(TestServers.command("normal")).build();
    try (StdioTransport transport = new StdioTransport(server, System.getenv())) {
      RpcPeer peer = new RpcPeer(
          "handle",
          transport,
          new TrafficCounters(),
          new ServerEvents(server.settings()),
          why -> {});
      transport.start(peer);
      PendingCall hang = peer.start(RpcRequest.of(new CallRequest("hang", "", "{}", "k", "")));
      peer.start(RpcRequest.of(new CallRequest("no-is-error", "", "{}", "k", "")))
          .await(Deadline.after(PATIENCE));

      hang.cancel("the run was cancelled");

      assertThat(catchThrowableOfType(
              McpCancelledException.class, () -> hang.await(Deadline.after(PATIENCE))))
          .hasMessageContaining("the run was cancelled");
      String cancelled = peer.start(RpcRequest.of(new CallRequest("cancelled", "", "{}", "k", "")))
          .await(Deadline.after(PATIENCE))
          .toString();
      assertThat(cancelled).contains("\"" + hang.id() + "\"");
    }
  }

  @Test
  void close_fails_open_calls_and_refuses_new_ones() throws Exception {
    ManagedConnection connection = start("normal");
    CallRequest hang = new CallRequest(
        "hang", connection.tools(PATIENCE).tools().get("hang").pin(), "{}", "k", "");
    CompletableFuture<Object> open = CompletableFuture.supplyAsync(() -> catchThrowableOfType(
        McpException.class, () -> TestServers.send(connection, hang, PATIENCE)));

    connection.close();

    assertThat(open.get(10, TimeUnit.SECONDS)).isInstanceOf(McpException.class);
    assertThat(catchThrowableOfType(
            McpUnavailableException.class, () -> TestServers.send(connection, hang, PATIENCE)))
        .hasMessageContaining("closed");
    assertThat(connection.status().state()).isEqualTo(ConnectionState.CLOSED);
  }
}
