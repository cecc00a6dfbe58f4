package io.harden4j.guard;

import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.RecordMark;
import io.harden4j.tool.Sink;
import java.util.List;
import java.util.Map;

/**
 * Says whether a call asks for what the user meant, so that the records of its result may be looked up by the names he used. It does where no untrusted text
 * had a hand in it, and where it carries nothing but the user's own words: an attacker who chooses the question also chooses the one record that answers it.
 */
final class Directed {
  private static final List<Obligation> MARK =
      List.of(new Obligation(RecordMark.OBLIGATION, Map.of()));

  private Directed() {}

  static List<Obligation> obligations(GuardRequest request, List<Leaf> leaves, Grounds grounds) {
    boolean directed = request.declaration().shape().hasRecords()
        && (InformationFlow.isTrusted(request.control())
            || leaves.stream().allMatch(leaf -> isUsers(request, leaf, grounds)));
    return directed ? MARK : List.of();
  }

  private static boolean isUsers(GuardRequest request, Leaf leaf, Grounds grounds) {
    boolean written = leaf.role() == ArgumentRole.CONTENT && !isQuery(request);
    return written
        || Grounds.isUsersChoice(request.argument(leaf.pointer()))
        || grounds.isUsersText(leaf.text());
  }

  /** What a tool writes does not choose the record it answers with; what it is asked for does. */
  private static boolean isQuery(GuardRequest request) {
    Sink sink = request.declaration().sink();
    return sink.isRead();
  }
}
