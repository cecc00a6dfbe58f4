package io.harden4j.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import io.harden4j.ollama.OllamaPreflight.Locality;
import io.harden4j.ollama.OllamaPreflight.Strictness;
import io.harden4j.ollama.PreflightCheck.Outcome;
import io.harden4j.ollama.capacity.Bytes;
import io.harden4j.ollama.capacity.Demand;
import io.harden4j.ollama.capacity.Gpu;
import io.harden4j.ollama.capacity.Host;
import io.harden4j.run.Preflight;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OllamaPreflightTest {
  private static final long FILE = 4_920_753_328L;
  private StubOllama server;

  @BeforeEach
  void start() throws IOException {
    server = new StubOllama()
        .model("llama3.1:8b", FILE, "", Shows.llama8b())
        .model("plain:8b", FILE, "", Shows.withoutTools())
        .model(
            "gpt-oss:120b-cloud", 0, "\"remote_host\": \"https://ollama.com:443\"", Shows.cloud());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void passes_a_model_that_is_there_calls_tools_and_fits() {
    PreflightResult result = preflight("llama3.1:8b", 8192).needsTools().build().inspect();

    assertThat(result.ok()).isTrue();
    assertThat(result.checks())
        .extracting(PreflightCheck::name)
        .containsExactly("server", "model", "locality", "tools", "context", "memory");
    assertThat(result.checks()).extracting(PreflightCheck::outcome).containsOnly(Outcome.PASS);
    assertThat(result.render()).contains("32 full layers x 8192 tokens").contains("[measured]");
  }

  @Test
  void names_the_command_that_starts_the_server() {
    server.close();

    PreflightResult result = preflight("llama3.1:8b", 8192).build().inspect();

    assertThat(refusal(result)).satisfies(check -> {
      assertThat(check.name()).isEqualTo("server");
      assertThat(check.next()).isEqualTo("ollama serve");
    });
  }

  @Test
  void names_the_command_that_installs_the_model() {
    PreflightResult result = preflight("llama3.3:70b", 8192).build().inspect();

    assertThat(refusal(result)).satisfies(check -> {
      assertThat(check.name()).isEqualTo("model");
      assertThat(check.next()).isEqualTo("ollama pull llama3.3:70b");
    });
  }

  @Test
  void refuses_a_model_without_tools_only_if_tools_are_needed() {
    assertThat(
            refusal(preflight("plain:8b", 8192).needsTools().build().inspect()).name())
        .isEqualTo("tools");
    assertThat(preflight("plain:8b", 8192).build().inspect().ok()).isTrue();
  }

  @Test
  void refuses_a_cloud_model_unless_the_cloud_is_allowed() {
    PreflightResult refused = preflight("gpt-oss:120b-cloud", 8192).build().inspect();
    PreflightResult allowed = preflight("gpt-oss:120b-cloud", 8192)
        .locality(Locality.CLOUD_ALLOWED)
        .build()
        .inspect();

    assertThat(refusal(refused).text()).contains("prompts go to https://ollama.com");
    assertThat(allowed.ok()).isTrue();
    assertThat(allowed.warning()).map(PreflightCheck::name).contains("locality");
    assertThat(allowed.plan()).isEmpty();
  }

  @Test
  void refuses_a_context_beyond_the_models() {
    PreflightResult result = preflight("llama3.1:8b", 262_144).build().inspect();

    assertThat(refusal(result).name()).isEqualTo("context");
    assertThat(refusal(result).next()).contains("131072");
  }

  @Test
  void refuses_what_the_host_cannot_hold_with_the_sum_and_a_context_that_fits() {
    PreflightResult result = preflight("llama3.1:8b", 131_072)
        .host(() -> Host.ofRam(Bytes.ofGib(12), 8))
        .build()
        .inspect();

    assertThat(refusal(result).name()).isEqualTo("memory");
    assertThat(refusal(result).next()).startsWith("set numCtx to ");
    assertThat(result.finding().verdict()).isEqualTo(Preflight.Verdict.REFUSE);
    assertThat(result.finding().reason())
        .contains("too little")
        .contains("Next: set numCtx to ")
        .doesNotContain("\n");
    assertThat(result.finding().details())
        .anySatisfy(line -> assertThat(line).contains("32 full layers x 131072 tokens"));
  }

  @Test
  void warns_of_a_part_on_the_cpu_and_refuses_it_if_told_to() {
    Host smallCard = Host.ofRam(Bytes.ofGib(64), 8)
        .withGpus(List.of(new Gpu("card", Bytes.GIB * 4, Bytes.GIB * 4)));
    OllamaPreflight.Builder preflight = preflight("llama3.1:8b", 8192).host(() -> smallCard);

    PreflightResult warned = preflight.build().inspect();
    PreflightResult refused =
        preflight.strictness(Strictness.REFUSE_SPILL).build().inspect();

    assertThat(warned.ok()).isTrue();
    assertThat(warned.warning())
        .map(PreflightCheck::text)
        .get()
        .asString()
        .contains("would run on the CPU");
    assertThat(refusal(refused).name()).isEqualTo("memory");
  }

  @Test
  void warns_of_a_tight_fit_and_refuses_it_if_told_to() {
    Host busy = new Host(
        Bytes.ofGib(64),
        Bytes.GIB,
        8,
        List.of(),
        io.harden4j.ollama.capacity.Origin.MEASURED,
        List.of());
    OllamaPreflight.Builder preflight = preflight("llama3.1:8b", 8192).host(() -> busy);

    assertThat(preflight.build().inspect().warning()).isPresent();
    assertThat(preflight.strictness(Strictness.REFUSE_SPILL).build().inspect().ok())
        .isTrue();
    assertThat(preflight.strictness(Strictness.REFUSE_TIGHT).build().inspect().ok())
        .isFalse();
  }

  @Test
  void what_the_server_measured_replaces_the_plan() {
    loaded(8192, 6_000_000_000L, 6_000_000_000L);

    PreflightResult result = preflight("llama3.1:8b", 8192)
        .host(() -> Host.ofRam(Bytes.ofGib(3), 2))
        .build()
        .inspect();

    assertThat(result.ok()).isTrue();
    assertThat(result.checks())
        .last()
        .extracting(PreflightCheck::text)
        .asString()
        .contains("measured by the server");
  }

  @Test
  void a_model_loaded_with_too_small_a_context_proves_nothing() {
    loaded(4096, 6_000_000_000L, 6_000_000_000L);

    PreflightResult result = preflight("llama3.1:8b", 8192)
        .host(() -> Host.ofRam(Bytes.ofGib(3), 2))
        .build()
        .inspect();

    assertThat(refusal(result).name()).isEqualTo("memory");
  }

  @Test
  void a_loaded_model_that_is_partly_on_the_cpu_is_warned_of() {
    loaded(8192, 6_000_000_000L, 4_000_000_000L);
    Host host = Host.ofRam(Bytes.ofGib(64), 8)
        .withGpus(List.of(new Gpu("card", Bytes.GIB * 24, Bytes.GIB * 24)));

    PreflightResult result =
        preflight("llama3.1:8b", 8192).host(() -> host).build().inspect();

    assertThat(result.warning())
        .map(PreflightCheck::text)
        .get()
        .asString()
        .contains("runs on the CPU");
  }

  @Test
  void a_garbled_answer_refuses_instead_of_throwing() {
    server.fix("/api/tags", 200, "<html>");

    assertThat(refusal(preflight("llama3.1:8b", 8192).build().inspect()).name())
        .isEqualTo("server");
  }

  @Test
  void tells_the_runtime_what_it_found() {
    Preflight fits = preflight("llama3.1:8b", 8192).needsTools().build();
    Preflight missing = preflight("llama3.3:70b", 8192).build();
    Preflight cloud =
        preflight("gpt-oss:120b-cloud", 8192).locality(Locality.CLOUD_ALLOWED).build();

    assertThat(fits.check().verdict()).isEqualTo(Preflight.Verdict.OK);
    assertThat(missing.check().verdict()).isEqualTo(Preflight.Verdict.REFUSE);
    assertThat(missing.check().reason()).contains("ollama pull llama3.3:70b");
    assertThat(cloud.check().verdict()).isEqualTo(Preflight.Verdict.WARN);
  }

  private void loaded(int context, long size, long gpu) {
    server.fix(
        "/api/ps",
        200,
        "{\"models\": [{\"name\": \"llama3.1:8b\", \"size\": " + size + ", \"size_vram\": " + gpu
            + ", \"context_length\": " + context + "}]}");
  }

  private OllamaPreflight.Builder preflight(String model, int context) {
    return OllamaPreflight.builder(server.inventory(), model, Demand.of(context))
        .host(() -> Host.ofRam(Bytes.ofGib(64), 8));
  }

  private static PreflightCheck refusal(PreflightResult result) {
    return result
        .refusal()
        .orElseThrow(() -> new AssertionError("not refused:\n" + result.render()));
  }
}
