package io.harden4j.ollama.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryPlannerTest {
  private static final int K128 = 131_072;
  private final ModelShapes shapes = ModelShapes.shipped();
  private final MemoryPlanner planner = new MemoryPlanner(Host.ofRam(Bytes.ofGib(512), 8));

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "llama3.2:3b,  0.44, 3.50, 14.0,  2.6,  5.6, 16.1",
    "mistral:7b,   0.50, 4.00, 16.0,  4.7,  8.2, 20.2",
    "qwen3:8b,     0.56, 4.50, 18.0,  5.7,  9.6, 23.1",
    "gemma4:e4b,   0.10, 0.54, 2.04,  9.5, 10.0, 11.5",
    "gemma3:12b,   0.72, 2.47, 8.47,  8.8, 10.5, 16.5",
    "gpt-oss:20b,  0.11, 0.77, 3.02, 13.5, 14.2, 16.4",
    "gemma4:26b,   0.37, 0.92, 2.79, 17.6, 18.2, 20.1",
    "gemma4:31b,   1.48, 3.67, 11.2, 20.6, 22.8, 30.3",
    "llama3.3:70b, 1.25, 10.0, 40.0, 41.6, 50.3, 80.3",
  })
  void agrees_with_the_worked_table(
      String model,
      double kv4,
      double kv32,
      double kv128,
      double all4,
      double all32,
      double all128) {
    ModelShape shape = shapes.get(model);

    assertThat(kv(shape, 4096)).isCloseTo(kv4, within(0.006));
    assertThat(kv(shape, 32_768)).isCloseTo(kv32, within(0.006));
    assertThat(kv(shape, K128)).isCloseTo(kv128, within(0.06));
    assertThat(model(shape, flash(4096))).isCloseTo(all4, within(0.06));
    assertThat(model(shape, flash(32_768))).isCloseTo(all32, within(0.06));
    assertThat(model(shape, flash(K128))).isCloseTo(all128, within(0.06));
  }

  @Test
  void agrees_with_a_published_plan_of_a_72b_model_without_flash_attention() {
    MemoryPlan plan = planner.plan(PublishedShapes.qwen72b(), plain(32_768));

    assertThat(gib(plan, MemoryPart.Kind.KV_CACHE)).isCloseTo(10.0, within(0.001));
    assertThat(gib(plan, MemoryPart.Kind.GRAPH)).isCloseTo(4.1, within(0.05));
    assertThat(modelOf(plan)).isCloseTo(58.18, within(0.15));
  }

  @Test
  void agrees_with_a_published_plan_of_a_7b_model_at_128k_without_flash_attention() {
    MemoryPlan plan = planner.plan(PublishedShapes.qwen7b(7.54), plain(K128));

    assertThat(gib(plan, MemoryPart.Kind.KV_CACHE)).isCloseTo(7.0, within(0.001));
    assertThat(modelOf(plan)).isCloseTo(21.82, within(0.05));
  }

  @Test
  void is_within_two_percent_of_a_published_plan_of_a_distilled_7b_model() {
    MemoryPlan plan = planner.plan(PublishedShapes.qwen7b(4.36), plain(K128));

    assertThat(modelOf(plan)).isCloseTo(18.89, within(18.89 * 0.02));
  }

  @Test
  void agrees_with_a_published_cache_of_a_70b_model_at_8k() {
    long bytes = planner
        .plan(shapes.get("llama3.3:70b"), Demand.of(8192))
        .part(MemoryPart.Kind.KV_CACHE)
        .bytes()
        .expected();

    assertThat(bytes / 1e9).isCloseTo(2.68, within(0.005));
  }

  @Test
  void does_not_promise_less_than_a_user_measured_for_a_70b_model() {
    double gigabytes = model(shapes.get("llama3.3:70b"), flash(4096)) * Bytes.GIB / 1e9;

    assertThat(gigabytes).isBetween(42.0, 42.0 * 1.07);
  }

  @Test
  void four_slots_take_four_caches_but_one_copy_of_the_weights() {
    MemoryPlan plan = planner.plan(shapes.get("llama3.3:70b"), flash(32_768).withSlots(4));

    assertThat(gib(plan, MemoryPart.Kind.KV_CACHE)).isCloseTo(40.0, within(0.001));
    assertThat(plan.total().low() / (double) Bytes.GIB).isCloseTo(80.6, within(0.05));
  }

  @Test
  void a_cache_of_8_bits_takes_34_bytes_for_32_elements() {
    ModelShape shape = shapes.get("llama3.1:8b");

    long f16 = cache(shape, Demand.of(8192));
    long q8 = cache(shape, Demand.of(8192).withKvCache(KvCacheType.Q8_0));
    long q4 = cache(shape, Demand.of(8192).withKvCache(KvCacheType.Q4_0));

    assertThat(q8 * 64).isEqualTo(f16 * 34);
    assertThat(q4 * 64).isEqualTo(f16 * 18);
  }

  @Test
  void a_recurrent_layer_takes_the_same_at_any_context_and_a_shared_layer_nothing() {
    ModelShape shape = small()
        .layers(1, LayerShape.recurrent(1000))
        .layers(3, LayerShape.shared())
        .build();

    assertThat(cache(shape, Demand.of(1024))).isEqualTo(1000);
    assertThat(cache(shape, Demand.of(65_536).withSlots(2))).isEqualTo(2000);
  }

  @Test
  void an_unknown_window_pattern_is_a_range_that_expects_the_worst() {
    ModelShape shape = small()
        .layers(10, LayerShape.full(8, 128, 128))
        .slidingWindow(1024, WindowPattern.UNKNOWN)
        .build();

    MemoryPart part = planner.plan(shape, Demand.of(32_768)).part(MemoryPart.Kind.KV_CACHE);

    assertThat(part.bytes().low()).isEqualTo(10L * 1536 * 8 * 256 * 2);
    assertThat(part.bytes().expected()).isEqualTo(10L * 32_768 * 8 * 256 * 2);
    assertThat(part.arithmetic()).contains("not known");
  }

  @Test
  void refuses_a_70b_model_on_a_16_gib_laptop() {
    MemoryPlan plan =
        on(Host.ofRam(Bytes.ofGib(16), 8)).plan(shapes.get("llama3.3:70b"), Demand.of(32_768));

    assertThat(plan.verdict()).isEqualTo(Verdict.NO);
    assertThat(plan.why()).contains("GiB too little").contains("of 16.00 GiB");
  }

  @Test
  void fits_only_if_the_high_end_fits() {
    ModelShape shape = shapes.get("llama3.1:8b");
    Demand demand = Demand.of(32_768);
    ByteRange need = planner.plan(shape, demand).total();

    long justExpected = ramFor(need.expected());
    long justHigh = ramFor(need.high());

    assertThat(on(Host.ofRam(justExpected, 4)).plan(shape, demand).verdict())
        .isEqualTo(Verdict.TIGHT);
    assertThat(on(Host.ofRam(justHigh, 4)).plan(shape, demand).verdict()).isEqualTo(Verdict.FITS);
    assertThat(on(Host.ofRam(justExpected - Bytes.ofGib(0.2), 4))
            .plan(shape, demand)
            .verdict())
        .isEqualTo(Verdict.NO);
  }

  @Test
  void is_tight_if_the_memory_is_there_but_taken() {
    Host busy = new Host(Bytes.ofGib(64), Bytes.ofGib(2), 8, List.of(), Origin.MEASURED, List.of());

    MemoryPlan plan = on(busy).plan(shapes.get("llama3.1:8b"), Demand.of(8192));

    assertThat(plan.verdict()).isEqualTo(Verdict.TIGHT);
    assertThat(plan.why()).contains("only 2.00 GiB is free now");
  }

  @Test
  void spills_if_the_cards_are_too_small_and_main_memory_can_take_the_rest() {
    Host host = Host.ofRam(Bytes.ofGib(48), 8).withGpus(List.of(card(24)));

    assertThat(on(host).plan(shapes.get("llama3.1:8b"), Demand.of(8192)).verdict())
        .isEqualTo(Verdict.FITS);
    assertThat(on(host).plan(shapes.get("llama3.3:70b"), Demand.of(8192)).verdict())
        .isEqualTo(Verdict.SPILLS);
    assertThat(on(host).plan(shapes.get("llama3.3:70b"), Demand.of(K128)).verdict())
        .isEqualTo(Verdict.NO);
  }

  @Test
  void an_80_gib_card_does_not_hold_a_70b_model_at_its_longest_context() {
    Host host = Host.ofRam(Bytes.ofGib(64), 8).withGpus(List.of(card(80)));

    assertThat(on(host).plan(shapes.get("llama3.3:70b"), flash(K128)).verdict())
        .isEqualTo(Verdict.SPILLS);
  }

  @Test
  void the_largest_context_fits_and_the_next_one_does_not() {
    MemoryPlanner laptop = on(Host.ofRam(Bytes.ofGib(16), 8));
    ModelShape shape = shapes.get("llama3.1:8b");

    int context = laptop.largestContext(shape, Demand.of(K128), Verdict.FITS);

    assertThat(context).isBetween(1024, K128 - 1024);
    assertThat(laptop.plan(shape, Demand.of(context)).verdict()).isEqualTo(Verdict.FITS);
    assertThat(laptop.plan(shape, Demand.of(context + 1024)).verdict()).isNotEqualTo(Verdict.FITS);
  }

  @Test
  void every_part_shows_its_formula_and_origin() {
    String text = planner.plan(shapes.get("gemma3:12b"), flash(32_768)).arithmetic();

    assertThat(text)
        .contains("8 full layers x 32768 tokens x 1 slot x 8 heads x (256 + 256) x 2 B")
        .contains("40 sliding-window layers x 1536 tokens x 8 heads x (256 + 256) x 2 B")
        .contains("[assumed]")
        .contains("total");
  }

  @Test
  void refuses_to_plan_memory_for_a_model_that_runs_elsewhere() {
    ModelShape cloud = ModelShape.builder("big:cloud").remoteHost("ollama.com").build();

    assertThatThrownBy(() -> planner.plan(cloud, Demand.of(4096)))
        .hasMessageContaining("runs on ollama.com");
  }

  @Test
  void a_quantised_cache_without_flash_attention_is_refused() {
    assertThatThrownBy(() -> plain(4096).withKvCache(KvCacheType.Q8_0))
        .hasMessageContaining("flash attention");
  }

  private static MemoryPlanner on(Host host) {
    return new MemoryPlanner(host);
  }

  private static Gpu card(int gib) {
    return new Gpu("card", Bytes.ofGib(gib), Bytes.ofGib(gib));
  }

  private static Demand flash(int context) {
    return Demand.of(context).withFlashAttention(FlashAttention.ON);
  }

  private static Demand plain(int context) {
    return Demand.of(context).withFlashAttention(FlashAttention.OFF);
  }

  /** Main memory of a host whose usable part is this much: a tenth, at least 1 and at most 4 GiB, is kept back. */
  private static long ramFor(long usable) {
    long ram = usable;
    while (Host.ofRam(ram, 1).usableRam() < usable) {
      ram += 1 << 20;
    }
    return ram;
  }

  private static ModelShape.Builder small() {
    return ModelShape.builder("small")
        .embeddingLength(1024)
        .attentionHeads(8)
        .vocabularySize(32_000)
        .contextLength(K128)
        .fileBytes(1_000_000_000);
  }

  private long cache(ModelShape shape, Demand demand) {
    return planner.plan(shape, demand).part(MemoryPart.Kind.KV_CACHE).bytes().expected();
  }

  private double kv(ModelShape shape, int context) {
    return cache(shape, Demand.of(context)) / (double) Bytes.GIB;
  }

  private double model(ModelShape shape, Demand demand) {
    return modelOf(planner.plan(shape, demand));
  }

  /** All parts but the server's own memory, which the published figures leave out. */
  private static double modelOf(MemoryPlan plan) {
    return plan.parts().stream()
        .filter(part -> part.kind() != MemoryPart.Kind.RUNTIME)
        .mapToDouble(part -> part.bytes().expected() / (double) Bytes.GIB)
        .sum();
  }

  private static double gib(MemoryPlan plan, MemoryPart.Kind kind) {
    return plan.part(kind).bytes().expected() / (double) Bytes.GIB;
  }
}
