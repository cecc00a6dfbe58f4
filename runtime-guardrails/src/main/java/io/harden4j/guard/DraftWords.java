package io.harden4j.guard;

import io.harden4j.tool.Sink;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What words in names and descriptions of tools say about them: general English of interfaces, of no particular server. */
final class DraftWords {
  /** Words that say that something happens, gravest first. Some are nouns as well: then the guess is too grave, which a reviewer sees. */
  private static final Map<Sink, Set<String>> SAYS = Map.of(
      Sink.EXECUTE,
      of(
          "run exec execute eval evaluate command shell script deploy restart reboot start stop kill call invoke trigger launch"
              + " install uninstall click press migrate rollback flash"),
      Sink.GRANT,
      of(
          "grant share invite permit authorize authorise allow assign password role permission member kick ban promote token"
              + " key delegate delegation forwarding oauth credential webhook impersonate unlock enroll access policy"),
      Sink.DELETE,
      of(
          "delete remove cancel drop purge destroy clear revoke unsubscribe archive trash erase wipe reset truncate discard"
              + " deactivate disable terminate close decline reject expire unpublish"),
      Sink.SPEND,
      of(
          "pay payment payout buy order book booking reserve reservation transfer refund charge purchase transaction money"
              + " checkout rent hire donate donation tip bid sell trade swap withdraw withdrawal deposit invest invoice"
              + " subscribe subscription renew upgrade redeem wire remit settle"),
      Sink.WRITE_EXTERNAL,
      of(
          "send post publish reply forward email mail message invitation notify notification tweet comment upload submit"
              + " schedule reschedule broadcast announce announcement push merge release review react reaction respond fax sms"
              + " dm export sync import register follow like vote rate report participant attendee guest invitee collaborator"
              + " approve accept confirm join leave"),
      Sink.WRITE_LOCAL,
      of(
          "create add append insert update edit set write save rename move copy put patch change mark tag draft make modify"
              + " replace upsert store commit init star pin label fork format convert complete"));

  /** Words that begin the name of what only looks. */
  private static final Set<String> READS = of(
      "get list search find read show view query lookup describe count check fetch browse download crawl scrape visit"
          + " summarize summarise retrieve inspect preview compare calculate compute estimate analyze analyse explain"
          + " screenshot snapshot whoami help");

  /** Words that end the name of what only looks, where no word says that something happens. */
  private static final Set<String> LOOKS = of(
      "search lookup info information list details detail status history tree stats statistics summary log diff schema"
          + " show read get query directions forecast weather balance metadata overview");

  private static final Set<String> EGRESS = of(
      "fetch browse download crawl scrape webpage website url http https visit web navigate page");

  /** What others get to see as soon as it is there. */
  private static final Set<String> SEEN_BY_OTHERS = of(
      "issue pr request discussion gist release post article status story announcement site website ticket reply thread"
          + " listing review wiki blog channel meeting poll survey form answer question topic feed user people");

  /** Clear even where a name begins with a word that only looks. */
  private static final Set<String> CLEAR = of(
      "delete remove cancel destroy purge send create update insert execute pay buy transfer refund publish upload write"
          + " modify grant revoke drop");

  private static final Set<String> JOINTS = of("and or then");

  /** Behind "open": what is looked at by opening it. */
  private static final Set<String> OPENED = of(
      "node file document page note email message folder issue tab link url directory image attachment");

  private DraftWords() {}

  static Set<String> of(String joined) {
    return Set.of(joined.split(" ", -1));
  }

  static String[] parts(String text) {
    String spaced = text.replaceAll("([a-z0-9])([A-Z])", "$1 $2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1 $2")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", " ")
        .strip();
    return spaced.isEmpty() ? new String[0] : spaced.split(" ", -1);
  }

  static boolean isJoint(String word) {
    return JOINTS.contains(word);
  }

  /** Returns the gravest thing that words say, or null. */
  static Sink gravest(List<String> words, boolean clearOnly) {
    Sink found = Sink.READ;
    for (String word : words) {
      for (Map.Entry<Sink, Set<String>> says : SAYS.entrySet()) {
        boolean counts = has(says.getValue(), word) && (!clearOnly || CLEAR.contains(word));
        found = counts && says.getKey().compareTo(found) > 0 ? says.getKey() : found;
      }
    }
    return found;
  }

  /** Says whether a part of a name begins like something that only looks. */
  static boolean looks(List<String> words) {
    String first = words.get(0);
    String second = words.size() > 1 ? words.get(1) : "";
    if (first.equals("open")) {
      return words.stream().skip(1).anyMatch(word -> has(OPENED, word));
    }
    boolean acts = first.equals("check") && Set.of("in", "out", "off").contains(second);
    return READS.contains(first) && !acts;
  }

  /** Says whether a name without a word that says that something happens ends like something that only looks, and the description agrees; a search needs no description. */
  static boolean looksBy(List<String> words, String description) {
    String[] said = parts(description);
    String last = words.get(words.size() - 1);
    boolean agrees = last.equals("search") || (said.length > 0 && READS.contains(bare(said[0])));
    return LOOKS.contains(last)
        && gravest(words, false) == Sink.READ
        && agrees
        && !tellsOfChange(description);
  }

  static boolean leaves(List<String> words) {
    return words.stream().anyMatch(EGRESS::contains);
  }

  static boolean othersSee(List<String> words) {
    return words.stream().anyMatch(word -> has(SEEN_BY_OTHERS, word));
  }

  /** Says whether a description begins with a word that says that something happens, or says clearly somewhere that it does: "deletes", "sends". */
  static boolean tellsOfChange(String description) {
    String[] said = parts(description);
    if (said.length == 0) {
      return false;
    }
    String first = bare(said[0]);
    if (!READS.contains(first) && gravest(List.of(first), false) != Sink.READ) {
      return true;
    }
    for (String word : said) {
      if (word.endsWith("s") && CLEAR.contains(bare(word))) {
        return true;
      }
    }
    return false;
  }

  private static String bare(String word) {
    return word.replaceAll("(?<=.)s$", "");
  }

  private static boolean has(Set<String> words, String word) {
    return words.contains(word) || words.contains(bare(word));
  }
}
