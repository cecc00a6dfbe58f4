package io.harden4j.mcp;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A server as a child process: one JSON message a line on its standard input and output, free text on its standard error. Three daemon threads: one reads,
 * one writes, one drains standard error. An exit of the process is noticed at once, also when a grandchild holds the pipes open.
 */
final class StdioTransport implements McpTransport {
  private static final long DRAIN_MILLIS = 250;

  private final StdioServer server;
  private final Map<String, String> parentEnvironment;
  private final TextTail stderr = new TextTail();
  private final AtomicReference<Running> running = new AtomicReference<>();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean reported = new AtomicBoolean();

  StdioTransport(StdioServer server, Map<String, String> parentEnvironment) {
    this.server = server;
    this.parentEnvironment = parentEnvironment;
  }

  private record Running(Process process, FrameWriter writer, ProcessEnder ender) {}

  @Override
  public void start(Receiver receiver) {
    Process process = ProcessStarter.start(server, parentEnvironment);
    FrameWriter writer = new FrameWriter(process.getOutputStream(), why -> over(receiver, why));
    running.set(new Running(process, writer, new ProcessEnder(process, server.stopGrace())));
    CompletableFuture<@Nullable Void> output = new CompletableFuture<>();
    CompletableFuture<@Nullable Void> errors = new CompletableFuture<>();
    thread("stderr", () -> {
      stderr.drain(process.getErrorStream());
      errors.complete(null);
    });
    thread("reader", () -> {
      read(process, receiver);
      output.complete(null);
    });
    thread("writer", writer);
    watch(process, receiver, output, errors);
  }

  /** What the process wrote before it died is still read, but a grandchild that keeps the pipe open is not waited for. */
  private void watch(
      Process process,
      Receiver receiver,
      CompletableFuture<@Nullable Void> output,
      CompletableFuture<@Nullable Void> errors) {
    var ended = process
        .onExit()
        .thenCompose(exited -> CompletableFuture.allOf(output, errors)
            .completeOnTimeout(null, DRAIN_MILLIS, TimeUnit.MILLISECONDS))
        .thenAccept(drained ->
            over(receiver, "its process ended with exit code " + process.exitValue() + "."));
    var silenced = output
        .thenCompose(end -> process
            .onExit()
            .thenApply(Optional::of)
            .completeOnTimeout(Optional.empty(), DRAIN_MILLIS, TimeUnit.MILLISECONDS))
        .thenAccept(exited -> {
          if (exited.isEmpty()) {
            over(receiver, "it closed its output.");
          }
        });
    var unused = CompletableFuture.allOf(ended, silenced);
  }

  private void read(Process process, Receiver receiver) {
    LineReader reader = new LineReader(
        process.getInputStream(),
        server.limits().maxMessageBytes(),
        server.limits().maxSkippedBytes());
    try {
      reader.readAll(new LineReader.Lines() {
        @Override
        public void line(byte[] bytes, int length) {
          receiver.onMessage(bytes, length, Receiver.NOWHERE);
        }

        @Override
        public void oversized(OptionalLong answerTo, long bytes) {
          receiver.onOversized(answerTo, bytes);
        }
      });
    } catch (LineReader.FramingLostException e) {
      over(receiver, e.getMessage() + ", so that the start of the next one is unknown.");
    } catch (IOException e) {
      over(receiver, "its output cannot be read (" + e.getMessage() + ").");
    }
  }

  private void over(Receiver receiver, String why) {
    if (reported.compareAndSet(false, true)) {
      receiver.onClosed(why + stderr.lastWords());
    }
  }

  private void thread(String role, Runnable body) {
    Daemon.start("mcp-" + server.id() + "-" + role, body);
  }

  @Override
  public void send(OutgoingFrame message) {
    Running now = running.get();
    if (now == null) {
      throw new IllegalStateException("the transport was not started");
    }
    now.writer().send(message);
  }

  @Override
  public void onAnswered(OutgoingFrame request) {
    Running now = running.get();
    if (now != null) {
      now.writer().answered(request);
    }
  }

  /** A server has answered: what it is made of has been started by now. */
  @Override
  public void onReady(Readiness ready) {
    Running now = running.get();
    if (now != null) {
      now.ender().rememberDescendants();
    }
  }

  @Override
  public String kind() {
    return "pipe";
  }

  @Override
  public String lastWords() {
    return stderr.lastWords();
  }

  @Override
  public void close() {
    Running now = running.get();
    if (now != null && closing.compareAndSet(false, true)) {
      now.writer().end();
      now.ender().end();
    }
  }
}
