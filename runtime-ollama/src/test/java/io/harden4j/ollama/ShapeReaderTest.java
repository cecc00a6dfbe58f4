package io.harden4j.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.harden4j.ollama.capacity.AttentionKind;
import io.harden4j.ollama.capacity.Bytes;
import io.harden4j.ollama.capacity.Demand;
import io.harden4j.ollama.capacity.Host;
import io.harden4j.ollama.capacity.LayerShape;
import io.harden4j.ollama.capacity.MemoryPart;
import io.harden4j.ollama.capacity.MemoryPlanner;
import io.harden4j.ollama.capacity.ModelShape;
import io.harden4j.ollama.capacity.ModelShapes;
import io.harden4j.ollama.capacity.WindowPattern;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShapeReaderTest {
  @Test
  void a_mixture_of_experts_with_windows_gives_the_same_cache_as_the_shipped_shape()
      throws IOException {
    try (StubOllama server = new StubOllama()) {
      server.model("gemma4:26b", 17_990_000_000L, "", Shows.gemma26b(true));
      ModelShape shape = server.inventory().shape("gemma4:26b");

      assertThat(cache(shape)).isEqualTo(cache(ModelShapes.shipped().get("gemma4:26b")));
      assertThat(shape.activeParameters() / 1e9).isCloseTo(3.8, within(0.1));
    }
  }

  @Test
  void the_last_layers_share_and_the_pattern_of_booleans_counts() {
    Map<String, Object> info = info("gemma4", 42);
    List<Object> pattern = new ArrayList<>();
    Collections.nCopies(7, List.of(true, true, true, true, true, false)).forEach(pattern::addAll);
    info.put("gemma4.attention.head_count_kv", 2);
    info.put("gemma4.attention.key_length", 512);
    info.put("gemma4.attention.key_length_swa", 256);
    info.put("gemma4.attention.sliding_window", 512);
    info.put("gemma4.attention.sliding_window_pattern", pattern);
    info.put("gemma4.attention.shared_kv_layers", 18);

    ModelShape shape = read(info);

    assertThat(count(shape, AttentionKind.FULL)).isEqualTo(4);
    assertThat(count(shape, AttentionKind.SLIDING)).isEqualTo(20);
    assertThat(count(shape, AttentionKind.SHARED)).isEqualTo(18);
    assertThat(cache(shape)).isEqualTo(cache(ModelShapes.shipped().get("gemma4:e4b")));
  }

  @Test
  void the_pattern_of_a_known_architecture_is_filled_in() {
    Map<String, Object> gptOss = info("gptoss", 24);
    gptOss.put("gptoss.attention.sliding_window", 128);
    Map<String, Object> gemma3 = info("gemma3", 48);
    gemma3.put("gemma3.attention.sliding_window", 1024);

    assertThat(count(read(gptOss), AttentionKind.SLIDING)).isEqualTo(12);
    assertThat(count(read(gemma3), AttentionKind.SLIDING)).isEqualTo(40);
  }

  @Test
  void a_window_of_an_unknown_architecture_is_not_trusted() {
    Map<String, Object> info = info("novel", 10);
    info.put("novel.attention.sliding_window", 1024);

    ModelShape shape = read(info);

    assertThat(shape.windowPattern()).isEqualTo(WindowPattern.UNKNOWN);
    assertThat(count(shape, AttentionKind.FULL)).isEqualTo(10);
  }

  @Test
  void a_hybrid_keeps_a_constant_state_in_its_recurrent_layers() {
    Map<String, Object> info = info("qwen3next", 8);
    info.put("qwen3next.full_attention_interval", 4);
    info.put("qwen3next.ssm.inner_size", 4096);
    info.put("qwen3next.ssm.state_size", 128);
    info.put("qwen3next.ssm.conv_kernel", 4);
    info.put("qwen3next.ssm.group_count", 16);

    ModelShape shape = read(info);

    assertThat(count(shape, AttentionKind.FULL)).isEqualTo(2);
    assertThat(shape.layers().get(0))
        .isEqualTo(LayerShape.recurrent(4L * (3 * (4096 + 2 * 16 * 128) + 128 * 4096)));
  }

  @Test
  void numbers_out_of_range_count_as_not_said() {
    Map<String, Object> info = info("llama", 4);
    info.put("llama.vocab_size", -5);
    info.put("llama.attention.sliding_window", 1e300);

    ModelShape shape = read(info);

    assertThat(shape.vocabularySize()).isZero();
    assertThat(shape.windowPattern()).isEqualTo(WindowPattern.NONE);
  }

  private static Map<String, Object> info(String architecture, int layers) {
    Map<String, Object> info = new HashMap<>();
    info.put("general.architecture", architecture);
    info.put(architecture + ".block_count", layers);
    info.put(architecture + ".context_length", 131_072);
    info.put(architecture + ".embedding_length", 2560);
    info.put(architecture + ".attention.head_count", 8);
    info.put(architecture + ".attention.head_count_kv", 2);
    return info;
  }

  private static ModelShape read(Map<String, Object> info) {
    return ShapeReader.read(new ModelDetails("m:1b", "", "", Set.of(), info, null), 1_000_000_000);
  }

  private static long count(ModelShape shape, AttentionKind kind) {
    return shape.layers().stream().filter(layer -> layer.kind() == kind).count();
  }

  private static long cache(ModelShape shape) {
    return new MemoryPlanner(Host.ofRam(Bytes.ofGib(64), 4))
        .plan(shape, Demand.of(32_768))
        .part(MemoryPart.Kind.KV_CACHE)
        .bytes()
        .expected();
  }
}
