package io.harden4j.checkpoint.file;

/**
 * Where an item stands in a log.
 *
 * @param metaAt     where its own meta begins
 * @param metaLength how long that is
 * @param dataAt     where the data of its frame begins
 * @param bytes      what it takes in all
 */
record Slot(long metaAt, int metaLength, long dataAt, long bytes) {}
