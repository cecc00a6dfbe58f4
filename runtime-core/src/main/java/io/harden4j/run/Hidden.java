package io.harden4j.run;

import io.harden4j.checkpoint.ThreadKey;

/**
 * Threads that the runtime keeps for itself beside the application's: mail of a thread, schedules of a tenant. Their ids begin with a control character,
 * which no id of an application may hold.
 */
final class Hidden {
  private static final char MARK = '\u0001';

  private Hidden() {}

  /** Returns where events wait that nobody of the thread has received yet. */
  static ThreadKey mailOf(ThreadKey thread) {
    return new ThreadKey(thread.tenant(), MARK + "mail" + MARK + thread.threadId());
  }

  /** Returns the thread of a schedule. */
  static ThreadKey schedule(String tenant, String name) {
    return new ThreadKey(tenant, MARK + "schedule" + MARK + name);
  }

  static boolean isSchedule(ThreadKey thread) {
    return thread.threadId().startsWith(MARK + "schedule" + MARK);
  }

  static boolean is(String threadId) {
    return !threadId.isEmpty() && threadId.charAt(0) == MARK;
  }
}
