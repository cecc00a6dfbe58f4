package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static final int LIMIT = 2_000;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 7, 42, 1234})
  void lines_are_the_same_however_the_stream_is_cut(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      lines.add("é".repeat(random.nextInt(LIMIT / 2 + 1)));
    }
    String text = String.join("\n", lines) + "\n";

    List<String> read = read(new Cut(text.getBytes(StandardCharsets.UTF_8), random));

    assertThat(read).isEqualTo(lines);
  }

  @Test
  void a_long_line_is_read_past_and_the_next_one_is_whole() throws Exception {
    String answer = "{\"jsonrpc\":\"2.0\",\"id\":17,\"result\":\"" + "x".repeat(LIMIT) + "\"}";

    List<String> read = read(stream("before\n" + answer + "\nafter\n"));

    assertThat(read).containsExactly("before", "oversized " + answer.length() + " for 17", "after");
  }

  @Test
  void a_line_without_an_end_is_given_up() {
    InputStream endless = stream("x".repeat(20 * LIMIT));

    assertThatThrownBy(() -> read(endless))
        .isInstanceOf(LineReader.FramingLostException.class)
        .hasMessageContaining("without an end");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{\"id\":9}}                      | 5",
        "{\"result\":{\"id\":9,\"a\":[{\"id\":8}]},\"id\" : 123456, \"x\":1}          | 123456",
        "{\"result\":{\"t\":\"\\\",\\\"id\\\":9,\"},\"id\":5}                        | 5",
        "{\"a\":\"id\",\"b\":9,\"id\":5                                             | 5",
        "{\"id\":5,\"method\":\"ping\"}                                             | none",
        "{\"id\":\"5\",\"result\":{}}                                               | none",
        "{\"result\":{\"id\":9}}                                                    | none",
        "[{\"id\":5}]                                                               | none",
        "id 5 :                                                                     | none"
      })
  void the_request_that_an_unreadable_message_answers_is_found(String message, String id) {
    AnswerScanner scanner = new AnswerScanner();
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    scanner.feed(bytes, 0, bytes.length);

    assertThat(scanner.answerTo())
        .isEqualTo(id.equals("none") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(id)));
  }

  private static List<String> read(InputStream in)
      throws IOException, LineReader.FramingLostException {
    List<String> read = new ArrayList<>();
    new LineReader(in, LIMIT, 10 * LIMIT).readAll(new LineReader.Lines() {
      @Override
      public void line(byte[] bytes, int length) {
        read.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
      }

      @Override
      public void oversized(OptionalLong answerTo, long bytes) {
        read.add("oversized " + bytes + " for " + answerTo.orElse(-1));
      }
    });
    return read;
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Hands out its bytes in pieces of random length. */
  private static final class Cut extends ByteArrayInputStream {
    private final Random random;

    Cut(byte[] bytes, Random random) {
      super(bytes);
      this.random = random;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, 1 + random.nextInt(700)));
    }
  }
}
