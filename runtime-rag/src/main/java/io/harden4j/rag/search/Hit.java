package io.harden4j.rag.search;

/**
 * One place of a ranking.
 *
 * @param ordinal position of the text or vector in the index it was built from, from 0
 * @param score higher is better; comparable within one ranking only
 */
public record Hit(int ordinal, double score) {}
