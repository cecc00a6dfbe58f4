package io.harden4j.checkpoint;

/**
 * One stored version of a state key.
 *
 * @param ns      namespace, empty at the root
 * @param key     name of the state key
 * @param version 1 for the first write, then one more for each checkpoint of the line that changes the key
 * @param kind    whether {@code data} is the whole value or what this checkpoint adds to it
 * @param data    the value or the addition, with its label
 */
public record KeyEntry(String ns, String key, long version, Kind kind, Payload data) {
  /** How an entry relates to the ones before it. */
  public enum Kind {
    /** The whole value. */
    SNAPSHOT,
    /** What the checkpoint added; folded onto the nearest snapshot, oldest first. */
    DELTA
  }

  /** Returns the name this entry has in {@link Checkpoint#versions()}. */
  public String name() {
    return name(ns, key);
  }

  /** Returns the name a key has in {@link Checkpoint#versions()}: namespace and key, parted by U+001F. */
  public static String name(String ns, String key) {
    return ns.isEmpty() ? key : ns + '\u001f' + key;
  }
}
