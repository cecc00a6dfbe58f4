package io.harden4j.ollama;

/**
 * A model that a server holds in memory now, as {@code /api/ps} lists it.
 *
 * @param name with its tag
 * @param sizeBytes what it takes in memory, context included
 * @param gpuBytes what of that is on GPUs; less than {@code sizeBytes} means that part of it runs on the CPU
 * @param contextLength tokens of context that were really allocated; 0 if the server does not say
 */
public record LoadedModel(String name, long sizeBytes, long gpuBytes, int contextLength) {}
