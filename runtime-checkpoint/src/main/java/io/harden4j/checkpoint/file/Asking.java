package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.Question;

/**
 * What the index knows of a question.
 *
 * @param outline the question with empty payloads; an answer that is there is not null
 * @param slot    where all of it stands
 */
record Asking(Question outline, Slot slot) {}
