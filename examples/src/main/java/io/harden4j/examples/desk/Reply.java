package io.harden4j.examples.desk;

import java.util.List;

/**
 * What is sent to the customer.
 *
 * @param text    the answer
 * @param sources pages of the handbook it rests on
 */
record Reply(String text, List<String> sources) {}
