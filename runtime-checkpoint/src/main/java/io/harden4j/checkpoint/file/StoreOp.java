package io.harden4j.checkpoint.file;

/** What a store is about to write. */
enum StoreOp {
  LEASE("take the lease of"),
  RELEASE("release"),
  TASK("record a task of"),
  INTENT("record the intent of an effect of"),
  OUTCOME("record the outcome of an effect of"),
  COMMIT("commit to"),
  ANSWER("record an answer for"),
  FORK("fork"),
  DELETE("delete"),
  PRUNE("prune"),
  COMPACT("compact"),
  REKEY("encrypt anew the values of"),
  CONTROL("change");

  private final String words;

  StoreOp(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
