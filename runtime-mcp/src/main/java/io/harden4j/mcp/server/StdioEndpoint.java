package io.harden4j.mcp.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.identity.Principal;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client over two streams, a message a line. Calls run side by side; a cancellation interrupts its call. */
final class StdioEndpoint {
  private static final int LONGEST_LINE = 8 << 20;
  private static final int MOST_AT_ONCE = 64;

  private final Dispatcher dispatcher;
  private final Principal caller;
  private final ExecutorService threads = Executors.newFixedThreadPool(MOST_AT_ONCE, task -> {
    Thread thread = new Thread(task, "mcp-server-call");
    thread.setDaemon(true);
    return thread;
  });
  private final Map<JsonNode, Future<?>> running = new ConcurrentHashMap<>();

  StdioEndpoint(Dispatcher dispatcher, Principal caller) {
    this.dispatcher = dispatcher;
    this.caller = caller;
  }

  void serve(InputStream in, OutputStream out) {
    try {
      BufferedInputStream lines = new BufferedInputStream(in);
      for (byte[] line = line(lines); line != null; line = line(lines)) {
        if (line.length > 0) {
          take(line, out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the client's stream cannot be read", e);
    } finally {
      finish();
    }
  }

  private void finish() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Returns a line without its end, null at the end of the stream. @throws IOException if it is too long */
  private static byte @Nullable [] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      return null;
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() >= LONGEST_LINE) {
        throw new IOException("a message is longer than " + LONGEST_LINE + " bytes");
      }
      line.write(b);
    }
    return line.toByteArray();
  }

  private void take(byte[] line, OutputStream out) {
    JsonNode message;
    try {
      message = Wire.parse(line);
    } catch (IOException e) {
      write(out, Wire.error(Wire.object().path("id"), Wire.PARSE_ERROR, "not valid JSON"));
      return;
    }
    JsonNode id = message.path("id");
    if (message.path("method").asText().equals("notifications/cancelled")) {
      Future<?> call = running.get(message.path("params").path("requestId"));
      if (call != null) {
        call.cancel(true);
      }
    } else if (message.path("method").asText().equals("tools/call") && !id.isMissingNode()) {
      running.put(id, threads.submit(() -> {
        try {
          answer(message, out);
        } finally {
          running.remove(id);
        }
      }));
    } else {
      answer(message, out);
    }
  }

  private void answer(JsonNode message, OutputStream out) {
    dispatcher.handle(message, caller).ifPresent(answer -> write(out, answer));
  }

  private static void write(OutputStream out, ObjectNode message) {
    synchronized (out) {
      try {
        out.write(Wire.bytes(message));
        out.write('\n');
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("the client does not read any more", e);
      }
    }
  }
}
