package io.harden4j.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.harden4j.checkpoint.ControlStore;
import io.harden4j.checkpoint.Digests;
import io.harden4j.identity.Principal;
import io.harden4j.label.Readers;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Decision;
import io.harden4j.tool.EndorsementRequest;
import io.harden4j.tool.Guard;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.ToolRef;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * "Yes, and for the rest of this thread": a narrow permission that a human adds to his answer. It answers the policy's questions about calls of one tool (with
 * its pin) for one principal in one thread whose receivers, ids, links and paths are exactly those he saw, whose amounts are not larger and whose texts link to no other host, until it
 * expires, the policy changes or the thread reads what fewer people may see. Never for what grants rights or executes, and it never permits what the policy denies.
 *
 * <p><b>Thread safety.</b> Safe for concurrent use; grants are kept in a {@link ControlStore}, for all processes on it.
 */
public final class ThreadGrants implements Guard {
  /** No grant lives longer. */
  public static final Duration LONGEST = Duration.ofHours(24);

  private static final String PREFIX = "thread-grant:";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<ArgumentRole> FIXED = EnumSet.of(
      ArgumentRole.DESTINATION,
      ArgumentRole.IDENTIFIER,
      ArgumentRole.URL,
      ArgumentRole.PATH,
      ArgumentRole.SECRET,
      ArgumentRole.QUERY);

  private final Guard guard;
  private final ControlStore store;

  private ThreadGrants(Guard guard, ControlStore store) {
    this.guard = guard;
    this.store = store;
  }

  /** Lets grants answer the questions of a guard. */
  public static ThreadGrants over(Guard guard, ControlStore store) {
    return new ThreadGrants(guard, store);
  }

  /**
   * Grants calls like this one for the rest of its thread.
   *
   * @param like the call that was asked about
   * @param by who agrees; not the principal of the run
   * @param lasts how long; at most {@link #LONGEST}
   * @throws InvalidPolicyException if such a grant may not be given
   */
  public void grant(GuardRequest like, Principal by, Duration lasts) {
    refuseWide(like, by, lasts);
    ObjectNode grant = JSON.createObjectNode();
    grant.put("expires", like.at().plus(lasts).toEpochMilli());
    grant.put("given", like.at().toEpochMilli());
    grant.put("by", by.id());
    grant.put("policy", guard.policyHash(like));
    links(like).forEach(grant.putArray("links")::add);
    Readers readers = like.control().readers();
    if (!readers.everyone()) {
      readers.ids().forEach(grant.putArray("readers")::add);
    }
    ObjectNode most = grant.putObject("amounts");
    leaves(like).stream()
        .filter(leaf -> leaf.role() == ArgumentRole.AMOUNT)
        .forEach(leaf -> most.put(leaf.pointer(), leaf.text()));
    String name = PREFIX + key(like);
    long version =
        store.flag(tenant(like), name).map(ControlStore.Flag::version).orElse(0L);
    if (!store.setFlag(tenant(like), name, grant.toString(), version)) {
      throw new InvalidPolicyException(
          "somebody else changed this grant at the same time; look at it, then give it again");
    }
  }

  private static void refuseWide(GuardRequest like, Principal by, Duration lasts) {
    if (Policy.isGrave(like.declaration().sink())) {
      throw new InvalidPolicyException(
          "a tool that can " + like.declaration().sink() + " always asks; answer each question");
    }
    if (lasts.isNegative() || lasts.isZero() || lasts.compareTo(LONGEST) > 0) {
      throw new InvalidPolicyException(
          "a grant lasts up to " + LONGEST + ", not " + lasts + "; write a policy for more");
    }
    if (by.id().equals(like.principal().id())
        || !by.tenant().equals(like.principal().tenant())) {
      throw new InvalidPolicyException(
          "a grant is given by somebody else of the tenant than whoever the run acts for");
    }
    if (leaves(like).stream().noneMatch(leaf -> FIXED.contains(leaf.role()))) {
      throw new InvalidPolicyException(
          "the call names no receiver, id, link or path, so a grant for calls like it would be open; answer each question");
    }
  }

  /** Takes back all grants of a thread. */
  public void revoke(GuardRequest like) {
    String thread = PREFIX + thread(like);
    for (ControlStore.Flag flag : store.flags(tenant(like), thread)) {
      store.setFlag(tenant(like), flag.name(), "", flag.version());
    }
  }

  @Override
  public Decision decide(GuardRequest request) {
    Decision decision = guard.decide(request);
    return decision instanceof Decision.AskHuman ask
            && ask.effective().equals(request.call())
            && !Policy.isGrave(request.declaration().sink())
            && isGranted(request)
        ? new Decision.Allow(ask.rule() + "/thread-grant", ask.effective(), ask.obligations())
        : decision;
  }

  private boolean isGranted(GuardRequest request) {
    return store
        .flag(tenant(request), PREFIX + key(request))
        .map(flag -> isGood(flag.value(), request))
        .orElse(false);
  }

  private boolean isGood(String value, GuardRequest request) {
    if (value.isEmpty()) {
      return false;
    }
    try {
      JsonNode grant = JSON.readTree(value);
      Instant now = request.at();
      boolean inTime = now.toEpochMilli() < grant.path("expires").asLong()
          && now.toEpochMilli() >= grant.path("given").asLong();
      return inTime
          && grant.path("policy").asText().equals(guard.policyHash(request))
          && request.control().readers().covers(readers(grant.path("readers")))
          && words(grant.path("links")).containsAll(links(request))
          && leaves(request).stream()
              .filter(leaf -> leaf.role() == ArgumentRole.AMOUNT)
              .allMatch(leaf -> isWithin(leaf, grant.path("amounts")));
    } catch (JsonProcessingException unreadable) {
      return false;
    }
  }

  /** Returns who could see what the thread had read when the grant was given. */
  private static Readers readers(JsonNode ids) {
    return ids.isArray() ? new Readers(false, words(ids)) : Readers.EVERYONE;
  }

  private static Set<String> words(JsonNode list) {
    Set<String> words = new HashSet<>();
    list.forEach(word -> words.add(word.asText()));
    return words;
  }

  /** Returns where the links in the texts of a call lead. */
  private static Set<String> links(GuardRequest request) {
    Set<String> hosts = new HashSet<>();
    leaves(request).stream()
        .filter(leaf -> leaf.value().isTextual() && !FIXED.contains(leaf.role()))
        .forEach(leaf -> hosts.addAll(Links.in(leaf.text())));
    return hosts;
  }

  private static boolean isWithin(Leaf leaf, JsonNode amounts) {
    var most = Amounts.exact(amounts.path(leaf.pointer()).asText());
    var amount = Amounts.exact(leaf.text());
    return most.isPresent()
        && amount.isPresent()
        && amount.get().compareTo(BigDecimal.ZERO) >= 0
        && amount.get().compareTo(most.get()) <= 0;
  }

  /** Calls with the same key hit the same things. */
  private static String key(GuardRequest request) {
    ToolRef tool = request.call().tool();
    StringBuilder fixed = new StringBuilder();
    leaves(request).stream()
        .filter(leaf -> FIXED.contains(leaf.role()))
        .forEach(leaf ->
            fixed.append(leaf.pointer()).append('=').append(leaf.value()).append('\n'));
    return thread(request)
        + Digests.sha256(String.join(
            "\n",
            request.principal().id(),
            tool.server(),
            tool.name(),
            tool.pin(),
            request.declaration().sink().name(),
            fixed));
  }

  private static String thread(GuardRequest request) {
    return Digests.sha256(request.thread().threadId()) + ":";
  }

  private static String tenant(GuardRequest request) {
    return request.principal().tenant().id();
  }

  private static List<Leaf> leaves(GuardRequest request) {
    return Leaf.of(request.call().arguments().tree(), request.declaration().roles());
  }

  @Override
  public boolean endorses(EndorsementRequest request) {
    return guard.endorses(request);
  }

  @Override
  public String name() {
    return guard.name();
  }

  @Override
  public String policyHash() {
    return guard.policyHash();
  }

  @Override
  public String policyHash(GuardRequest request) {
    return guard.policyHash(request);
  }
}
