package io.harden4j.checkpoint;

/**
 * Which graph made a checkpoint.
 *
 * @param name        name in the runtime's registry
 * @param version     declared by the author, 1 or more
 * @param fingerprint hash over topology, keys, codecs and version; not over lambda bodies
 */
public record GraphVersion(String name, int version, String fingerprint) {}
