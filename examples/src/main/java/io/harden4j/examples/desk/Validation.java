package io.harden4j.examples.desk;

import static io.harden4j.examples.desk.SupportDesk.DRAFT;
import static io.harden4j.examples.desk.SupportDesk.DRAFTS;
import static io.harden4j.examples.desk.SupportDesk.FAULTS;
import static io.harden4j.examples.desk.SupportDesk.ORDERS;
import static io.harden4j.examples.desk.SupportDesk.ORDER_IDS;
import static io.harden4j.examples.desk.SupportDesk.PASSAGES;
import static io.harden4j.examples.desk.SupportDesk.PLAN;
import static io.harden4j.examples.desk.SupportDesk.REFUND;
import static io.harden4j.examples.desk.SupportDesk.VERDICT;

import io.harden4j.graph.Node;
import io.harden4j.graph.NodeContext;
import io.harden4j.graph.Update;
import io.harden4j.label.Endorsement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks a draft by rules, without a model. What passes is endorsed where it is of a closed type: the verdict, and a refund whose order the user named and whose
 * amount stands in that order. Free text stays as untrusted as the pages it was made from.
 */
final class Validation implements Node {
  private static final long MOST_DRAFTS = 2;
  private static final int LONGEST = 6_000;
  private static final Endorsement VERDICT_IS_CLOSED =
      Endorsement.of("verdict", "one of four constants, chosen by rules");
  private static final Endorsement REFUND_IS_CHECKED = Endorsement.of(
      "refund",
      "the user named the order, the amount is a price or the delivery cost of that order, the reason is a constant");

  @Override
  public Update run(NodeContext ctx) {
    Draft draft = ctx.get(DRAFT);
    List<String> faults = new ArrayList<>();
    if (!draft.fault().isEmpty()) {
      faults.add(draft.fault());
    } else {
      checkText(draft, faults);
      checkSources(ctx, draft, faults);
      checkRefund(ctx, draft, faults);
    }
    Verdict verdict = verdict(ctx, draft, faults);
    Update update = Update.of(FAULTS, List.copyOf(faults))
        .andEndorsed(VERDICT, ctx.endorse(verdict, VERDICT_IS_CLOSED));
    RefundProposal refund = draft.refund();
    return verdict == Verdict.REFUND_FIRST && refund != null
        ? update.andEndorsed(REFUND, ctx.endorse(refund, REFUND_IS_CHECKED))
        : update;
  }

  private static Verdict verdict(NodeContext ctx, Draft draft, List<String> faults) {
    if (faults.isEmpty()) {
      return draft.refund() == null ? Verdict.SEND : Verdict.REFUND_FIRST;
    }
    return ctx.get(DRAFTS) < MOST_DRAFTS ? Verdict.AGAIN : Verdict.HAND_OVER;
  }

  private static void checkText(Draft draft, List<String> faults) {
    if (draft.answer().isBlank()) {
      faults.add("the answer has no text");
    } else if (draft.answer().length() > LONGEST) {
      faults.add("the answer has more than " + LONGEST + " characters");
    }
  }

  private static void checkSources(NodeContext ctx, Draft draft, List<String> faults) {
    Set<String> read = ctx.get(PASSAGES).stream().map(Prompts::page).collect(Collectors.toSet());
    draft.sources().stream()
        .filter(source -> !read.contains(source))
        .forEach(source -> faults.add("the source '" + source + "' is none of " + read));
    if (ctx.get(PLAN).lookup().readsHandbook() && draft.sources().isEmpty()) {
      faults.add("the answer names no page of the handbook as its source");
    }
  }

  private static void checkRefund(NodeContext ctx, Draft draft, List<String> faults) {
    RefundProposal refund = draft.refund();
    if (refund != null) {
      RefundCheck.fault(refund, ctx.get(ORDER_IDS), ctx.get(ORDERS)).ifPresent(faults::add);
    }
  }
}
