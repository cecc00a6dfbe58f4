/** Shows assistants, annotated tools and memory with real {@code AiServices}. Start with {@code AssistantToolLoopTest}. */
@NullMarked
package io.harden4j.langchain4j;

import org.jspecify.annotations.NullMarked;
