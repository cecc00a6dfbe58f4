package io.harden4j.ollama;

import java.util.Collections;

/** Answers of {@code /api/show} in the documented form. */
final class Shows {
  private Shows() {}

  static String llama8b() {
    return """
        {"license": "...", "parameters": "stop \\"<|eot_id|>\\"", "template": "{{ .Prompt }}",
         "details": {"format": "gguf", "family": "llama", "families": ["llama"], "parameter_size": "8.0B",
                     "quantization_level": "Q4_K_M", "field_of_tomorrow": {"a": 1}},
         "model_info": {"general.architecture": "llama", "general.parameter_count": 8030261248,
           "llama.block_count": 32, "llama.context_length": 131072, "llama.embedding_length": 4096,
           "llama.attention.head_count": 32, "llama.attention.head_count_kv": 8, "llama.vocab_size": 128256,
           "llama.rope.freq_base": 500000, "tokenizer.ggml.tokens": null},
         "capabilities": ["completion", "tools"], "modified_at": "2026-08-01T00:00:00Z"}""";
  }

  static String withoutTools() {
    return llama8b().replace("\"completion\", \"tools\"", "\"completion\"");
  }

  static String cloud() {
    return """
        {"remote_model": "gpt-oss:120b", "remote_host": "https://ollama.com:443",
         "details": {"family": "gptoss"}, "model_info": {"general.architecture": "gptoss"},
         "capabilities": ["completion", "tools"]}""";
  }

  /** A mixture of experts with values per layer; a server leaves those out unless asked to be verbose. */
  static String gemma26b(boolean perLayer) {
    String heads = perLayer ? Collections.nCopies(5, "8, 8, 8, 8, 8, 2").toString() : "null";
    String pattern = perLayer
        ? Collections.nCopies(5, "true, true, true, true, true, false").toString()
        : "null";
    return """
        {"details": {"family": "gemma4", "parameter_size": "25.2B", "quantization_level": "Q4_K_M"},
         "model_info": {"general.architecture": "gemma4", "general.parameter_count": 25200000000,
           "gemma4.block_count": 30, "gemma4.context_length": 262144, "gemma4.embedding_length": 2816,
           "gemma4.attention.head_count": 16, "gemma4.attention.head_count_kv": %s,
           "gemma4.attention.key_length": 512, "gemma4.attention.value_length": 512,
           "gemma4.attention.key_length_swa": 256, "gemma4.attention.value_length_swa": 256,
           "gemma4.attention.sliding_window": 1024, "gemma4.attention.sliding_window_pattern": %s,
           "gemma4.attention.shared_kv_layers": 0, "gemma4.vocab_size": 262144,
           "gemma4.expert_count": 128, "gemma4.expert_used_count": 8, "gemma4.expert_feed_forward_length": 704},
         "capabilities": ["completion", "tools", "vision"]}""".formatted(heads, pattern);
  }
}
