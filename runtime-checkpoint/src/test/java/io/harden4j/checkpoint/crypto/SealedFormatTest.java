package io.harden4j.checkpoint.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.harden4j.checkpoint.CorruptCheckpointException;
import io.harden4j.checkpoint.JsonCodec;
import io.harden4j.checkpoint.NewerFormatException;
import io.harden4j.checkpoint.Payload;
import io.harden4j.checkpoint.PayloadVault;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Reads values that released versions stored. A sample is never written anew: a change of a format gets a new number and a new sample. */
class SealedFormatTest {
  private static final PayloadVault CLEAR = SealedSample.vaults().get("clear");
  private static final SealedSample.Value<?> INPUT = SealedSample.values().get("input");

  private static Properties sample() throws IOException {
    Properties lines = new Properties();
    try (InputStream in = SealedFormatTest.class.getResourceAsStream("/value-format-1.properties");
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      lines.load(reader);
    }
    return lines;
  }

  @Test
  void format_1_of_every_value_is_read_with_its_label() throws IOException {
    Properties lines = sample();
    int read = 0;
    for (Map.Entry<String, PayloadVault> vault : SealedSample.vaults().entrySet()) {
      for (Map.Entry<String, SealedSample.Value<?>> each : SealedSample.values().entrySet()) {
        SealedSample.Value<?> value = each.getValue();
        String line = lines.getProperty(vault.getKey() + "." + each.getKey());

        var opened = value.open(vault.getValue(), SealedSample.parse(line));

        assertThat(opened.value()).as(each.getKey()).isEqualTo(value.value());
        assertThat(opened.label()).as(each.getKey()).isEqualTo(value.label());
        read++;
      }
    }
    assertThat(lines).hasSize(read);
  }

  @Test
  void format_1_is_still_written_in_clear_as_it_was() throws IOException {
    Properties lines = sample();
    SealedSample.values()
        .forEach((name, value) -> assertThat(SealedSample.line(value.seal(CLEAR)))
            .as("a change needs a new format number, and a new sample")
            .isEqualTo(lines.getProperty("clear." + name)));
  }

  @Test
  void a_newer_format_is_refused_wherever_its_number_stands() {
    Payload clear = INPUT.seal(CLEAR);
    assertThatThrownBy(() -> INPUT.open(CLEAR, withFirstByte(clear, 2)))
        .isInstanceOf(NewerFormatException.class)
        .hasMessageContaining("format version 2")
        .hasMessageContaining("golden/");
    PayloadVault sealing = SealedSample.vaults().get("sealed");
    Payload sealed = INPUT.seal(sealing);
    assertThatThrownBy(() -> INPUT.open(sealing, withFirstByte(sealed, 2)))
        .isInstanceOf(NewerFormatException.class);
    assertThatThrownBy(() -> JsonCodec.of(String.class).decode(new byte[] {'"', '"'}, 2))
        .isInstanceOf(NewerFormatException.class);
  }

  @Test
  void what_no_version_wrote_is_corrupt() {
    Payload clear = INPUT.seal(CLEAR);

    assertThatThrownBy(() -> INPUT.open(CLEAR, withFirstByte(clear, 0)))
        .isInstanceOf(CorruptCheckpointException.class);
    for (int length = 0; length < 12; length++) {
      Payload cut =
          new Payload(clear.codec(), clear.schema(), "", Arrays.copyOf(clear.bytes(), length));
      assertThatThrownBy(() -> INPUT.open(CLEAR, cut))
          .isInstanceOf(CorruptCheckpointException.class)
          .hasMessageContaining("golden/");
    }
    byte[] negative = clear.bytes().clone();
    Arrays.fill(negative, 5, 9, (byte) 0xFF);
    Payload wrong = new Payload(clear.codec(), clear.schema(), "", negative);
    assertThatThrownBy(() -> INPUT.open(CLEAR, wrong))
        .isInstanceOf(CorruptCheckpointException.class);
  }

  private static Payload withFirstByte(Payload p, int first) {
    byte[] bytes = p.bytes().clone();
    bytes[0] = (byte) first;
    return new Payload(p.codec(), p.schema(), p.keyId(), bytes);
  }
}
