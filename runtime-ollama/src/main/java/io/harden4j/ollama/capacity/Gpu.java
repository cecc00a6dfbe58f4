package io.harden4j.ollama.capacity;

/**
 * A graphics card with memory of its own.
 *
 * @param name as the driver calls it
 * @param totalBytes its memory
 * @param freeBytes what is free now
 */
public record Gpu(String name, long totalBytes, long freeBytes) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException unless {@code 0 <= free <= total} and total is positive
   */
  public Gpu {
    if (totalBytes <= 0 || freeBytes < 0 || freeBytes > totalBytes) {
      throw new IllegalArgumentException("GPU '" + name + "' has " + totalBytes + " bytes with "
          + freeBytes + " free; need 0 <= free <= total");
    }
  }
}
