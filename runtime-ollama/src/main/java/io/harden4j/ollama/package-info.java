/**
 * Models that Ollama serves: what is installed, whether a run can start, and chat through LangChain4j with an explicit context. Start with
 * {@link io.harden4j.ollama.OllamaPreflight} and {@link io.harden4j.ollama.OllamaChat}.
 */
@NullMarked
package io.harden4j.ollama;

import org.jspecify.annotations.NullMarked;
