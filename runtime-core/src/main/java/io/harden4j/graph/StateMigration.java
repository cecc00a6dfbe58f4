package io.harden4j.graph;

/** Brings the state of one graph version to the next. */
@FunctionalInterface
public interface StateMigration {
  /** What a migration may do. */
  interface Target {
    /** Gives the value of an old key to a key of the new graph. */
    void renameKey(String oldName, String newName);

    /** Forgets an old key. */
    void dropKey(String oldName);

    /** Sets a value of a key of the new graph. */
    <T> void put(StateKey<T> key, T value);

    /** Lets tasks planned for an old node run as a node of the new graph. */
    void renameNode(String oldName, String newName);
  }

  /** Declares what changes. */
  void apply(Target target);
}
