package io.harden4j.mcp;

import static io.harden4j.mcp.TestServers.PATIENCE;
import static io.harden4j.mcp.TestServers.call;
import static io.harden4j.mcp.TestServers.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.harden4j.mcp.McpException.Delivery;
import io.harden4j.testkit.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stdio server can do wrong, one row each, against a real process; the table of the design with what was added since. */
class FaultsTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final List<String> HELD = Collections.synchronizedList(new ArrayList<>());

  /** One fault, and what must hold. */
  record Fault(String name, Runnable body) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(calls(), ends(), bytes(), starts(), lists(), results(), HttpFaults.rows())
        .flatMap(rows -> rows);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void is_handled_as_the_design_says(Fault fault) {
    fault.body().run();
    HELD.add(fault.name());
  }

  @AfterAll
  static void write_evidence() {
    Evidence.of("faults")
        .ran(faults().count())
        .put("held", HELD.size())
        .put("names", String.join("; ", HELD))
        .write();
  }

  private static Stream<Fault> calls() {
    return Stream.of(
        row(
            "a call that gets no answer times out, and the server is told to cancel it",
            connection -> {
              McpTimeoutException thrown = catchThrowableOfType(
                  McpTimeoutException.class, () -> call(connection, "hang", "{}", SHORT));

              assertThat(thrown.delivery()).isEqualTo(Delivery.UNKNOWN);
              assertThat(call(connection, "cancelled").text()).matches("\\d+");
              assertThat(connection.status().state()).isEqualTo(ConnectionState.READY);
            }),
        row("an answer that comes after its timeout is dropped and counted", connection -> {
          assertThatThrownBy(() -> TestServers.send(connection, request(connection, "hang"), SHORT))
              .isInstanceOf(McpTimeoutException.class);
          CallResult next = call(connection, "late");

          assertThat(next.text()).isEqualTo("now");
          assertThat(connection.status().traffic().lateAnswers()).isEqualTo(1);
        }),
        row("an answer with an id that was never used goes to nobody", connection -> {
          assertThat(catchThrowableOfType(
                  McpTimeoutException.class, () -> call(connection, "wrong-id", "{}", SHORT)))
              .isNotNull();

          assertThat(connection.status().traffic().unknownIds()).isEqualTo(1);
        }),
        row("the second of two answers is dropped and counted", connection -> {
          assertThat(call(connection, "twice").text()).isEqualTo("first");
          call(connection, "echo");

          assertThat(connection.status().traffic().lateAnswers()).isEqualTo(1);
        }),
        row("a flood of progress delays nothing but its own call", connection -> {
          assertThat(call(connection, "flood").text()).isEqualTo("done");

          assertThat(connection.status().traffic().ignoredNotifications()).isEqualTo(20_000);
        }),
        row("a server that does not read holds no caller beyond the timeout", connection -> {
          assertThatThrownBy(() -> call(connection, "deaf", "{}", SHORT))
              .isInstanceOf(McpTimeoutException.class);
          CallRequest large =
              request(connection, "echo", "{\"text\":\"" + "x".repeat(500_000) + "\"}");
          assertThatThrownBy(() -> TestServers.send(connection, large, SHORT))
              .isInstanceOf(McpTimeoutException.class);
          McpTimeoutException thrown = catchThrowableOfType(
              McpTimeoutException.class, () -> TestServers.send(connection, large, SHORT));

          assertThat(thrown.delivery()).isEqualTo(Delivery.NOT_SENT);
        }),
        row("sampling and elicitation are refused, a ping is answered", connection -> {
          String replies = call(connection, "asks").text();

          assertThat(replies)
              .contains(
                  "\"id\":\"s-1\",\"error\":{\"code\":-32601",
                  "\"id\":\"p-1\",\"result\":{}",
                  "\"id\":9,\"error\"");
          assertThat(connection.status().traffic().refusedRequests()).isEqualTo(2);
        }));
  }

  private static Stream<Fault> ends() {
    return Stream.of(
        row(
            "a process that dies in a call fails that call at once, with its last words",
            connection -> {
              call(connection, "echo");
              long before = System.nanoTime();
              McpConnectionLostException thrown = catchThrowableOfType(
                  McpConnectionLostException.class, () -> call(connection, "die"));

              assertThat(Duration.ofNanos(System.nanoTime() - before))
                  .isLessThan(Duration.ofSeconds(5));
              assertThat(thrown).hasMessageContainingAll("exit code 3", "fatal: disk full");
              assertThat(thrown.delivery()).isEqualTo(Delivery.UNKNOWN);
            }),
        row("after a death the next call starts the server again", connection -> {
          assertThatThrownBy(() -> call(connection, "die"))
              .isInstanceOf(McpConnectionLostException.class);

          assertThat(call(connection, "echo").text()).isEqualTo("{}");
          assertThat(connection.status().starts()).isEqualTo(2);
        }),
        row("a server that dies again and again is given time", connection -> {
          assertThatThrownBy(() -> call(connection, "die"))
              .isInstanceOf(McpConnectionLostException.class);
          CallRequest request = request(connection, "die");
          assertThatThrownBy(() -> TestServers.send(connection, request, PATIENCE))
              .isInstanceOf(McpConnectionLostException.class);
          McpUnavailableException thrown = catchThrowableOfType(
              McpUnavailableException.class, () -> TestServers.send(connection, request, PATIENCE));

          assertThat(thrown.retryAfter()).isPositive();
          assertThat(thrown).hasMessageContaining("exit code 3");
        }),
        row("a server that closes its output is ended", connection -> {
          McpConnectionLostException thrown = catchThrowableOfType(
              McpConnectionLostException.class, () -> call(connection, "close-output"));

          assertThat(thrown).hasMessageContaining("closed its output");
        }));
  }

  private static Stream<Fault> bytes() {
    Consumer<StdioServerBuilder> small =
        s -> s.limits(McpLimits.DEFAULT.withMaxMessageBytes(64 << 10));
    return Stream.of(
        fault(
            "an oversized answer fails its own call; the connection goes on",
            "normal",
            small,
            connection -> {
              McpProtocolException thrown = catchThrowableOfType(
                  McpProtocolException.class,
                  () -> call(connection, "big", "{\"n\":300000}", PATIENCE));

              assertThat(thrown).hasMessageContaining("more than the limit");
              assertThat(thrown.delivery()).isEqualTo(Delivery.ANSWERED);
              assertThat(call(connection, "echo").text()).isEqualTo("{}");
              assertThat(connection.status().starts()).isEqualTo(1);
            }),
        fault(
            "a message without an end closes the connection and says so",
            "normal",
            small,
            connection -> {
              McpConnectionLostException thrown = catchThrowableOfType(
                  McpConnectionLostException.class, () -> call(connection, "endless"));

              assertThat(thrown).hasMessageContaining("without an end");
              assertThat(connection.status().state()).isEqualTo(ConnectionState.DOWN);
            }),
        row("an answer that is no valid JSON fails its own call at once", connection -> {
          assertThat(catchThrowableOfType(
                  McpProtocolException.class, () -> call(connection, "broken-json")))
              .hasMessageContaining("not valid JSON");

          assertThat(call(connection, "echo").text()).isEqualTo("{}");
        }),
        row("text on standard output before JSON is skipped and counted", "garbage", connection -> {
          assertThat(call(connection, "echo").text()).isEqualTo("{}");

          assertThat(connection.status().traffic().unreadable()).isEqualTo(4);
        }));
  }

  private static Stream<Fault> starts() {
    return Stream.of(
        refused(
            "a protocol version nobody knows is refused",
            "unknown-version",
            "2099-01-01",
            McpProtocolException.class),
        refused(
            "a server that refuses the handshake says so",
            "modern-only",
            "-32022",
            McpUnavailableException.class),
        refused(
            "a server that dies at its start shows why",
            "dies-at-start",
            "cannot open database orders.db",
            McpUnavailableException.class),
        fault(
            "a server that says nothing shows its standard error",
            "silent",
            s -> s.startTimeout(Duration.ofSeconds(2)),
            connection -> assertThat(catchThrowableOfType(
                    McpUnavailableException.class, () -> connection.tools(PATIENCE)))
                .hasMessageContainingAll(
                    "did not answer the handshake", "waiting for a license server")),
        fault(
            "a program that is no MCP server is called that",
            "only-garbage",
            s -> s.startTimeout(Duration.ofSeconds(2)),
            connection -> assertThat(catchThrowableOfType(
                    McpUnavailableException.class, () -> connection.tools(PATIENCE)))
                .hasMessageContaining("Is it a stdio MCP server?")),
        row(
            "a server that ends when it is asked is started anew",
            "dies-when-asked",
            connection -> {
              assertThat(call(connection, "echo").text()).isEqualTo("{}");
              assertThat(connection.status().protocolVersion()).isEqualTo("2025-11-25");
            }),
        row(
            "a server that leaves the question open gets its handshake",
            "deaf-to-questions",
            connection -> assertThat(call(connection, "echo").text()).isEqualTo("{}")),
        row("an older revision is spoken", "old", connection -> {
          assertThat(call(connection, "echo").text()).isEqualTo("{}");
          assertThat(connection.status().protocolVersion()).isEqualTo("2024-11-05");
        }),
        row(
            "a server without tools has none",
            "no-tools",
            connection -> assertThat(connection.tools(PATIENCE).tools()).isEmpty()));
  }

  private static Stream<Fault> lists() {
    return Stream.of(
        refused(
            "a repeated cursor ends the listing",
            "same-cursor",
            "repeats the cursor",
            McpProtocolException.class),
        refused(
            "a listing without an end is cut off",
            "no-end",
            "more than 100 pages",
            McpProtocolException.class),
        row(
            "a listing of several pages is read",
            "paged",
            connection ->
                assertThat(connection.tools(PATIENCE).tools()).containsOnlyKeys("echo", "env")),
        row("two tools of one name are both withheld", "duplicates", connection -> {
          assertThat(connection.tools(PATIENCE).tools()).containsOnlyKeys("env");
          assertThat(connection.tools(PATIENCE).withheld())
              .hasSize(2)
              .allSatisfy(w -> assertThat(w.reason()).contains("2 tools with this name"));
        }),
        row(
            "names that look alike, and invisible characters, are withheld",
            "look-alikes",
            connection -> assertThat(connection.tools(PATIENCE).tools()).containsOnlyKeys("echo")),
        row(
            "a description that would fill a prompt is withheld",
            "long-description",
            connection -> assertThat(connection.tools(PATIENCE).tools()).containsOnlyKeys("env")),
        row(
            "a changed definition is listed again, and a call under the old one is not sent",
            connection -> {
              CallRequest before = request(connection, "echo");
              call(connection, "change");
              PinMismatchException thrown = catchThrowableOfType(
                  PinMismatchException.class, () -> TestServers.send(connection, before, PATIENCE));

              assertThat(thrown.delivery()).isEqualTo(Delivery.NOT_SENT);
              assertThat(connection.tools(PATIENCE).tools().get("echo").pin())
                  .isNotEqualTo(before.pin());
            }));
  }

  private static Stream<Fault> results() {
    return Stream.of(
        row("an image is a typed result", connection -> {
          assertThat(call(connection, "image").content())
              .containsExactly(new Content.Image("image/png", "aGVsbG8h"));
          assertThat(call(connection, "image").text())
              .isEqualTo("[image image/png, 6 bytes, not shown]");
        }),
        row(
            "every kind of content has a type, an unknown kind too",
            connection -> assertThat(call(connection, "mixed").content())
                .extracting(c -> c.getClass().getSimpleName())
                .containsExactly("Text", "Audio", "ResourceLink", "EmbeddedResource", "Unknown")),
        row(
            "a result without isError is no error",
            connection -> assertThat(call(connection, "no-is-error").isError()).isFalse()),
        row("a tool that says it failed is a result", connection -> {
          assertThat(call(connection, "fails").isError()).isTrue();
          assertThat(call(connection, "fails").text()).isEqualTo("no such order");
        }),
        row("a JSON-RPC error is not a result", connection -> {
          McpErrorResponseException thrown = catchThrowableOfType(
              McpErrorResponseException.class, () -> call(connection, "refused"));

          assertThat(thrown.code()).isEqualTo(-32602);
          assertThat(thrown.isRefusal()).isTrue();
          assertThat(catchThrowableOfType(
                      McpErrorResponseException.class, () -> call(connection, "internal"))
                  .isRefusal())
              .isFalse();
        }),
        row("a structured result that breaks its schema is noticed", connection -> {
          assertThat(call(connection, "bad-structured").outputFaults())
              .containsExactly("'/total' must be of type number");
          assertThat(call(connection, "good-structured").outputFaults()).isEmpty();
        }));
  }

  private static Fault row(String name, Consumer<ManagedConnection> claim) {
    return row(name, "normal", claim);
  }

  private static Fault row(String name, String mode, Consumer<ManagedConnection> claim) {
    return fault(name, mode, s -> {}, claim);
  }

  private static Fault fault(
      String name,
      String mode,
      Consumer<StdioServerBuilder> options,
      Consumer<ManagedConnection> claim) {
    return new Fault(name, () -> {
      try (ManagedConnection connection = start(mode, options)) {
        claim.accept(connection);
      }
    });
  }

  private static Fault refused(
      String name, String mode, String says, Class<? extends McpException> type) {
    return row(name, mode, connection -> {
      McpException thrown = catchThrowableOfType(type, () -> connection.tools(PATIENCE));

      assertThat(thrown).hasMessageContaining(says);
    });
  }

  private static CallRequest request(McpConnection connection, String tool) {
    return request(connection, tool, "{}");
  }

  private static CallRequest request(McpConnection connection, String tool, String arguments) {
    return new CallRequest(
        tool, connection.tools(PATIENCE).tools().get(tool).pin(), arguments, "key-1", "");
  }
}
