package io.harden4j.guard.screen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.harden4j.guard.governor.Governor;
import io.harden4j.guard.governor.LeafCheck;
import io.harden4j.guard.governor.Verdict;
import io.harden4j.label.Integrity;
import io.harden4j.tool.GuardRequest;
import io.harden4j.tool.Obligation;
import io.harden4j.tool.ToolResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks through texts in both directions: as a {@link Governor} through arguments on their way out, as an {@link Obligation.Handler} through results on their way in,
 * and by {@link #screen} through a final answer. Hidden characters go first, so that nothing hides behind them; then secrets and personal data are masked or stop
 * the text, HTML is made to show as text, and addresses of hosts that neither the application nor the user named are taken out.
 *
 * <p>It finds patterns, so it is the second line: what may flow where is decided by labels.
 *
 * <p><b>Thread safety.</b> Immutable; safe for concurrent use.
 */
public final class ContentScreen implements Governor, Obligation.Handler {
  /** The name under which policies name a screen. */
  public static final String NAME = "screen";

  private static final double LARGEST_PLAIN = 1e40;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What to do with a find. */
  public enum Action {
    /** Leave it. */
    PASS,
    /** Put {@code [iban]} in its place. */
    MASK,
    /** Stop the whole text. */
    REFUSE
  }

  private final Action secrets;
  private final Action personal;
  private final PiiRecognizer secretFinder;
  private final List<PiiRecognizer> recognizers;
  private final boolean html;
  private final boolean links;
  private final Set<String> hosts;
  private final int longest;
  private final String description;

  private ContentScreen(Builder b) {
    secrets = b.secrets;
    personal = b.personal;
    secretFinder = new Secrets(Set.copyOf(b.known));
    recognizers = List.copyOf(b.recognizers);
    html = b.html;
    links = b.links;
    hosts = Set.copyOf(b.hosts);
    longest = b.longest;
    description = "ContentScreen secrets " + secrets + ", personal " + personal + " by "
        + recognizers.size() + ", html " + html + ", links " + links + " " + new TreeSet<>(hosts)
        + ", longest " + longest;
  }

  /** Starts with the defaults: secrets and personal data are masked, HTML and unnamed links taken out. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Screens a text.
   *
   * @param named hosts that the user named; their addresses stay
   */
  public Screened screen(String text, Set<String> named) {
    Map<String, Integer> found = new TreeMap<>();
    String cut = text.length() <= longest ? text : text.substring(0, longest) + "\n[cut]";
    count(found, "too-long", text.length() > longest);
    String visible = HiddenText.removed(cut);
    count(found, "hidden-text", !visible.equals(cut));
    boolean[] stop = new boolean[1];
    String masked = masked(visible, found, stop);
    String shown = html ? Links.escaped(masked) : masked;
    count(found, "html", !shown.equals(masked));
    String linked = links ? Links.stripped(shown, host -> isNamed(host, named)) : shown;
    count(found, "link", !linked.equals(shown));
    return new Screened(linked, found, stop[0]);
  }

  private static void count(Map<String, Integer> found, String kind, boolean is) {
    if (is) {
      found.merge(kind, 1, Integer::sum);
    }
  }

  private boolean isNamed(String host, Set<String> named) {
    return hosts.contains(host) || named.contains(host);
  }

  private String masked(String text, Map<String, Integer> found, boolean[] stop) {
    List<Span> spans = new ArrayList<>();
    add(secrets, secretFinder, text, spans, stop);
    recognizers.forEach(recognizer -> add(personal, recognizer, text, spans, stop));
    spans.sort(Comparator.comparingInt(Span::start).thenComparingInt(span -> -span.end()));
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (Span span : spans) {
      found.merge(span.kind(), 1, Integer::sum);
      if (span.start() >= at) {
        out.append(text, at, span.start()).append('[').append(span.kind()).append(']');
      }
      at = Math.max(at, span.end());
    }
    return spans.isEmpty()
        ? text
        : out.append(text, Math.min(at, text.length()), text.length()).toString();
  }

  private static void add(
      Action action, PiiRecognizer recognizer, String text, List<Span> spans, boolean[] stop) {
    if (action != Action.PASS) {
      List<Span> here = recognizer.find(text);
      spans.addAll(here);
      stop[0] |= action == Action.REFUSE && !here.isEmpty();
    }
  }

  /** Returns the hosts that trusted texts of a request name. */
  private static Set<String> named(GuardRequest request) {
    Set<String> hosts = new HashSet<>();
    request.sources().stream()
        .filter(source -> source.label().atLeast(Integrity.USER))
        .forEach(source -> Links.collectHosts(source.value(), hosts));
    return hosts;
  }

  @Override
  public Verdict check(GuardRequest request, Set<String> pointers) {
    Set<String> named = named(request);
    return LeafCheck.all(
        request, pointers, NAME, "This text holds something that may not be sent.", leaf -> {
          Screened screened = screen(text(leaf.value()), named);
          boolean fixed = leaf.pointer().endsWith(" (name)") || !leaf.value().isTextual();
          if (screened.refused() || (fixed && !screened.isClean())) {
            throw new LeafCheck.Refused("CONTENT_NOT_PERMITTED", "holds " + screened.summary());
          }
          return screened.isClean() ? Optional.empty() : Optional.of(screened.text());
        });
  }

  /** A number can be that of a card: in its plain form, unless that would be longer than any number of a card or account. */
  private static String text(JsonNode value) {
    double size = value.isNumber() ? Math.abs(value.doubleValue()) : 0;
    return size >= 1 && size < LARGEST_PLAIN
        ? value.decimalValue().toPlainString()
        : value.asText();
  }

  @Override
  public ToolResult onResult(Obligation obligation, GuardRequest request, ToolResult result) {
    Set<String> named = named(request);
    Screened text = screen(result.text(), named);
    boolean[] refused = {text.refused()};
    String structured = structured(result.structured(), named, refused);
    if (refused[0]) {
      return ToolResult.error(
          "The result was withheld: it holds something that may not be read here.");
    }
    return new ToolResult(result.status(), result.code(), text.text(), structured);
  }

  private @Nullable String structured(@Nullable String json, Set<String> named, boolean[] refused) {
    if (json == null) {
      return null;
    }
    try {
      return screened(JSON.readTree(json), named, refused).toString();
    } catch (JsonProcessingException e) {
      return null; // what is no JSON is not handed on as JSON; its text form is
    }
  }

  private JsonNode screened(JsonNode node, Set<String> named, boolean[] refused) {
    if (node.isValueNode()) {
      Screened text = screen(text(node), named);
      refused[0] |= text.refused();
      return text.isClean() ? node : TextNode.valueOf(text.text());
    }
    if (node.isArray()) {
      ArrayNode copy = JSON.createArrayNode();
      node.forEach(child -> copy.add(screened(child, named, refused)));
      return copy;
    }
    if (node.isObject()) {
      ObjectNode copy = JSON.createObjectNode();
      node.properties()
          .forEach(field -> copy.set(
              screen(field.getKey(), named).text(), screened(field.getValue(), named, refused)));
      return copy;
    }
    return node;
  }

  @Override
  public String toString() {
    return description;
  }

  /** Collects what a screen does. Not thread-safe. */
  public static final class Builder {
    private Action secrets = Action.MASK;
    private Action personal = Action.MASK;
    private boolean html = true;
    private boolean links = true;
    private int longest = 200_000;
    private final Set<String> known = new HashSet<>();
    private final Set<String> hosts = new HashSet<>();
    private final List<PiiRecognizer> recognizers = new ArrayList<>(List.of(new PersonalData()));

    private Builder() {}

    /** Sets what happens to secrets; default {@link Action#MASK}. */
    public Builder secrets(Action action) {
      secrets = action;
      return this;
    }

    /** Sets what happens to personal data; default {@link Action#MASK}. */
    public Builder personal(Action action) {
      personal = action;
      return this;
    }

    /** Adds a recognizer of personal data to the built-in one. */
    public Builder recognizer(PiiRecognizer recognizer) {
      recognizers.add(recognizer);
      return this;
    }

    /** Names a secret of the application, of 8 or more characters; it is found as it is, in Base64, in hex and backwards. */
    public Builder known(String secret) {
      if (secret.length() < 8) {
        throw new IllegalArgumentException(
            "a known secret of less than 8 characters would be found everywhere; leave it out");
      }
      known.add(secret);
      return this;
    }

    /** Lets addresses of these hosts stay. */
    public Builder host(String... names) {
      for (String name : names) {
        hosts.add(name.toLowerCase(Locale.ROOT));
      }
      return this;
    }

    /** Leaves HTML as it is: for results that are read by programs. */
    public Builder keepHtml() {
      html = false;
      return this;
    }

    /** Leaves every link: for results that only a model reads and whose links the output's screen takes out. */
    public Builder keepLinks() {
      links = false;
      return this;
    }

    /** Cuts texts that are longer; default 200,000 characters. */
    public Builder longest(int characters) {
      longest = characters;
      return this;
    }

    /** Returns the screen. */
    public ContentScreen build() {
      return new ContentScreen(this);
    }
  }
}
