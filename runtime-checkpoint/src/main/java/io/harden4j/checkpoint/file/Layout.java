package io.harden4j.checkpoint.file;

import io.harden4j.checkpoint.QuestionId;
import io.harden4j.checkpoint.ThreadKey;
import java.nio.file.Path;

/** Where things are in the store's directory; see {@link FileFormat}. */
record Layout(Path root) {
  static final int LOCKS = 256;

  Path fences() {
    return root.resolve("fences");
  }

  Path locks() {
    return root.resolve("locks");
  }

  /** Returns one of a fixed number of lock files: they are never removed, so nobody waits for a file that is gone. */
  Path lock(String kind, String name) {
    return locks().resolve(kind + "-" + Integer.toHexString(SafeName.bucket(name, LOCKS)));
  }

  Path fenceLock() {
    return locks().resolve("fences");
  }

  Path notices() {
    return root.resolve("notices");
  }

  Path noticeLock() {
    return locks().resolve("notices");
  }

  Path tenants() {
    return root.resolve("tenants");
  }

  Path threads(String tenant) {
    return tenants().resolve(SafeName.of(tenant)).resolve("threads");
  }

  Path log(ThreadKey thread) {
    return threads(thread.tenant()).resolve(SafeName.of(thread.threadId()) + ".log");
  }

  Path questions(String tenant) {
    return tenants().resolve(SafeName.of(tenant)).resolve("questions");
  }

  Path question(QuestionId id) {
    return questions(id.tenant()).resolve(SafeName.of(id.value()));
  }

  Path control(String tenant) {
    return root.resolve("control").resolve(SafeName.of(tenant) + ".log");
  }
}
