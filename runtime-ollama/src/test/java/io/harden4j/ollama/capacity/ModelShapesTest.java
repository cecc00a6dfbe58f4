package io.harden4j.ollama.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ModelShapesTest {
  private final ModelShapes shapes = ModelShapes.shipped();

  @Test
  void every_shape_says_where_its_numbers_are_from_and_claims_no_measurement() {
    for (String name : shapes.names()) {
      ModelShape shape = shapes.get(name);

      assertThat(shape.source()).as(name).isNotBlank();
      assertThat(shape.origin()).as(name).isEqualTo(Origin.ASSUMED);
      assertThat(shape.activeParameters()).as(name).isBetween(1L, shape.parameters());
    }
  }

  @Test
  void e4b_is_a_dense_model_of_8b_and_the_26b_is_the_mixture_of_experts() {
    ModelShape e4b = shapes.get("gemma4:e4b");
    ModelShape moe = shapes.get("gemma4:26b");

    assertThat(e4b.parameters()).isEqualTo(8_000_000_000L);
    assertThat(e4b.layers()).hasSize(42);
    assertThat(e4b.note()).contains("dense").contains("not the 26B");
    assertThat(moe.layers()).hasSize(30);
    assertThat(moe.activeBytes()).isLessThan(moe.fileBytes() / 6);
    assertThat(e4b.fileBytes()).isLessThan(moe.fileBytes());
  }

  @Test
  void a_model_that_cannot_call_tools_does_not_say_so() {
    assertThat(shapes.get("gemma3:12b").callsTools()).isFalse();
    assertThat(shapes.get("llama3.3:70b").callsTools()).isTrue();
  }

  @Test
  void an_unknown_name_is_answered_with_the_known_ones() {
    assertThatThrownBy(() -> shapes.get("llama9"))
        .isInstanceOf(UnknownModelShapeException.class)
        .hasMessageContaining("llama9")
        .hasMessageContaining("llama3.3:70b");
  }

  @Test
  void a_shape_without_its_sizes_is_refused_by_name() {
    String json = """
        {"models": [{"name": "x", "architecture": "a", "quantization": "q", "source": "s", "fileBytes": 1,
          "embeddingLength": 8, "attentionHeads": 1,
          "layers": [{"count": 1, "kind": "full", "kvHeads": 1, "keyLength": 8, "valueLength": 8}]}]}""";

    assertThatThrownBy(() -> ModelShapes.read(new ObjectMapper().readTree(json)))
        .hasMessageContaining("x")
        .hasMessageContaining("contextLength");
  }
}
