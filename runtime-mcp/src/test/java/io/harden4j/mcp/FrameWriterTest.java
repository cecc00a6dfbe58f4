package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FrameWriterTest {
  private final Pipe pipe = new Pipe();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final FrameWriter writer = new FrameWriter(pipe, failures::add);
  private final Thread own = new Thread(writer, "writer");

  FrameWriterTest() {
    own.setDaemon(true);
    own.start();
  }

  @AfterEach
  void end() {
    pipe.open.countDown();
    writer.end();
  }

  /** Takes whole flushes, by whom, and can be as a full pipe is. */
  private static final class Pipe extends OutputStream {
    final List<String> flushed = new CopyOnWriteArrayList<>();
    final List<Thread> writers = new CopyOnWriteArrayList<>();
    final CountDownLatch open = new CountDownLatch(1);
    volatile boolean full;
    volatile boolean broken;
    private final StringBuilder line = new StringBuilder();

    String text() {
      return String.join("", flushed);
    }

    @Override
    public void write(int b) {
      line.append((char) b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      line.append(new String(bytes, from, length, StandardCharsets.UTF_8));
    }

    @Override
    public void flush() throws IOException {
      if (line.length() == 0) {
        return;
      }
      if (broken) {
        throw new IOException("broken pipe");
      }
      writers.add(Thread.currentThread());
      if (full) {
        try {
          open.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      flushed.add(line.toString());
      line.setLength(0);
    }
  }

  private static OutgoingFrame frame(String text) {
    return new OutgoingFrame(text.getBytes(StandardCharsets.UTF_8), 1, "m", Map.of());
  }

  private static OutgoingFrame frame(int length) {
    return frame("x".repeat(length));
  }

  @Test
  void a_sender_writes_itself_where_the_pipe_has_room() {
    writer.send(frame("a"));

    assertThat(pipe.text()).isEqualTo("a\n");
    assertThat(pipe.writers).containsExactly(Thread.currentThread());
  }

  @Test
  void what_a_pipe_may_not_hold_is_left_to_the_writers_own_thread_and_nobody_waits() {
    pipe.full = true;

    writer.send(frame(FrameWriter.ROOM));
    writer.send(frame("next"));

    pipe.open.countDown();
    await(() -> pipe.text().endsWith("next\n"));
    assertThat(pipe.writers).containsOnly(own);
  }

  @Test
  void what_was_not_read_counts_until_an_answer_shows_that_it_was() {
    OutgoingFrame first = frame(3_000);
    writer.send(first);
    writer.send(frame(2_000));
    await(() -> pipe.writers.size() == 2);
    OutgoingFrame third = frame(2_000);
    writer.answered(first);
    writer.send(third);

    assertThat(pipe.writers).containsExactly(Thread.currentThread(), own, Thread.currentThread());
  }

  @Test
  void messages_of_many_senders_are_neither_torn_nor_lost_nor_reordered() throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(8);
    IntStream.range(0, 8)
        .forEach(sender -> senders.execute(() -> IntStream.range(0, 100).forEach(i -> {
          OutgoingFrame sent = frame(sender + "-" + i + "-" + "x".repeat(50 * (i % 7)));
          writer.send(sent);
          if (i % 3 == 0) {
            writer.answered(sent);
          }
        })));
    senders.shutdown();
    assertThat(senders.awaitTermination(20, TimeUnit.SECONDS)).isTrue();

    await(() -> pipe.text().chars().filter(c -> c == '\n').count() == 800);
    for (int sender = 0; sender < 8; sender++) {
      String mine = sender + "-";
      assertThat(pipe.text().lines().filter(l -> l.startsWith(mine)))
          .containsExactlyElementsOf(IntStream.range(0, 100)
              .mapToObj(i -> mine + i + "-" + "x".repeat(50 * (i % 7)))
              .toList());
    }
  }

  @Test
  void a_pipe_that_breaks_is_told_and_takes_nothing_more() {
    pipe.broken = true;
    writer.send(frame("a"));
    OutgoingFrame late = frame("b");
    writer.send(late);

    assertThat(failures).first().asString().contains("broken pipe");
    assertThat(late.withdraw()).as("known not to have been sent").isTrue();
  }

  private static void await(java.util.function.BooleanSupplier done) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it comes within 10 s").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
