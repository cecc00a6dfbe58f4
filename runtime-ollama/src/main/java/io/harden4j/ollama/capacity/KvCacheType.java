package io.harden4j.ollama.capacity;

/** How Ollama stores keys and values; set for the whole server with {@code OLLAMA_KV_CACHE_TYPE}. */
public enum KvCacheType {
  /** 16-bit floats, two bytes an element. Ollama's default. */
  F16("f16", 64),
  /** 8-bit blocks: 34 bytes for 32 elements. Needs flash attention. */
  Q8_0("q8_0", 34),
  /** 4-bit blocks: 18 bytes for 32 elements. Needs flash attention. */
  Q4_0("q4_0", 18);

  private final String setting;
  private final int bytesOf32;

  KvCacheType(String setting, int bytesOf32) {
    this.setting = setting;
    this.bytesOf32 = bytesOf32;
  }

  /** The value of {@code OLLAMA_KV_CACHE_TYPE}. */
  public String setting() {
    return setting;
  }

  /** Bytes that this many elements take. */
  public long bytes(long elements) {
    return elements * bytesOf32 / 32;
  }

  /** What one element takes, for a printed formula. */
  String perElement() {
    return this == F16 ? "2 B" : bytesOf32 + "/32 B";
  }
}
