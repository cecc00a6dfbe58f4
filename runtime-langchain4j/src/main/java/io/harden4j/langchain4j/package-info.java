/**
 * LangChain4j inside nodes: assistants made by {@code AiServices} whose models, tools, memory and retrieval go along the road of effects, and {@code @Tool}
 * objects behind the gate. Start with {@link io.harden4j.langchain4j.Assistant} and {@link io.harden4j.langchain4j.GuardedTools}.
 */
@NullMarked
package io.harden4j.langchain4j;

import org.jspecify.annotations.NullMarked;
