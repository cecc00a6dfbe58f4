package io.harden4j.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.harden4j.tool.ArgumentRole;
import io.harden4j.tool.Sink;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Guesses what the arguments of a tool mean from their names and types, also inside objects and lists. */
final class DraftRoles {
  private static final int DEEPEST = 4;
  private static final Set<ArgumentRole> DECISIVE = EnumSet.of(
      ArgumentRole.DESTINATION,
      ArgumentRole.IDENTIFIER,
      ArgumentRole.URL,
      ArgumentRole.PATH,
      ArgumentRole.AMOUNT,
      ArgumentRole.SECRET);
  private static final Pattern QUOTED = Pattern.compile("[`\"']([A-Za-z][A-Za-z0-9_]{1,40})[`\"']");
  private static final Set<String> USUAL =
      DraftWords.of("id url uri path to cc bcc email recipient account user channel amount");

  private static final Set<String> LINK =
      DraftWords.of("url uri urls uris link links href website webpage endpoint callback");
  private static final Set<String> SECRET = DraftWords.of(
      "password passwd passphrase passcode secret token apikey credential credentials pin otp cvv cvc ssn passport card");
  private static final Set<String> RECEIVER = DraftWords.of(
      "to cc bcc recipient recipients email emails mail address addresses receiver receivers participant participants iban account"
          + " accounts payee beneficiary channel channels destination phone attendee attendees guest guests invitee invitees user"
          + " users username usernames member members assignee assignees collaborator collaborators reviewer reviewers contact"
          + " contacts group groups team room chat conversation audience mention mentions handle bucket remote");
  private static final Set<String> PLACE =
      DraftWords.of("path paths file_path directory dir folder cwd source target");
  private static final Set<String> QUERY =
      DraftWords.of("query sql search filter filters q keyword keywords term where pattern");
  private static final Set<String> SUM =
      DraftWords.of("amount price total sum cost budget fee tip quantity qty value_cents cents");
  private static final Set<String> TIME = DraftWords.of(
      "date dates time day days start end when until deadline month year hour hours minutes seconds duration timezone tz"
          + " timestamp since before after from_date to_date due reminder nights week weeks");
  private static final Set<String> KEY = DraftWords.of(
      "id ids uuid number num no ref reference sha hash key slug code index sku isbn item items product order thread branch"
          + " repo repository owner org organization project workspace board list label labels tag tags ts company vendor");
  private static final Set<String> TITLE = DraftWords.of("title name filename subject heading");
  private static final Set<String> TEXT = DraftWords.of(
      "text body content contents message msg description comment note notes summary reason details detail caption html"
          + " markdown prompt instructions bio data document payload json location");
  private static final Set<String> CHOICE = DraftWords.of(
      "type kind format mode sort language lang locale unit units style color colour priority status state limit offset page"
          + " cursor size count per encoding recurring currency visibility");
  private static final Set<String> PAGES = DraftWords.of("page next continuation sync cursor");

  private DraftRoles() {}

  /** Returns the roles by place: a field inside the elements of a list stands behind a star. */
  static Map<String, ArgumentRole> of(JsonNode schema, Sink sink) {
    Map<String, ArgumentRole> roles = new TreeMap<>();
    collect("", schema, sink, roles, 0);
    return roles;
  }

  private static void collect(
      String prefix, JsonNode schema, Sink sink, Map<String, ArgumentRole> roles, int depth) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      JsonNode value = plain(property.getValue());
      String place = prefix + property.getKey();
      String inside = place;
      for (int lists = 0; lists < DEEPEST && value.path("items").isObject(); lists++) {
        value = plain(value.path("items"));
        inside += "/*";
      }
      if (value.path("properties").isObject() && depth < DEEPEST) {
        collect(inside + "/", value, sink, roles, depth + 1);
      } else if (type(value).equals("object") && sink.compareTo(Sink.WRITE_LOCAL) > 0) {
        String described = property.getValue().path("description").asText();
        open(inside + "/", described, roles);
      } else {
        roles.put(place, of(property.getKey(), type(value), sink));
      }
    }
  }

  /** Looks through "this or null". */
  private static JsonNode plain(JsonNode property) {
    for (String either : new String[] {"anyOf", "oneOf", "allOf"}) {
      for (JsonNode one : property.path(either)) {
        if (!one.path("type").asText("").equals("null")) {
          return one;
        }
      }
    }
    return property;
  }

  /** An object of which the schema says nothing has the usual fields, and those that its description quotes: what decides something is not free text. */
  private static void open(String inside, String described, Map<String, ArgumentRole> roles) {
    Set<String> names = new TreeSet<>(USUAL);
    Matcher quoted = QUOTED.matcher(described);
    while (quoted.find()) {
      names.add(quoted.group(1));
    }
    for (String name : names) {
      ArgumentRole role = byName(DraftWords.parts(name));
      if (role != null && DECISIVE.contains(role)) {
        roles.put(inside + name, role);
      }
    }
  }

  private static String type(JsonNode property) {
    return property.has("enum") || property.has("const")
        ? "enum"
        : property.path("type").asText("");
  }

  /** Guesses one role; what is not known decides what a grave call hits, for all that a name can tell. */
  static ArgumentRole of(String name, String type, Sink sink) {
    if (type.equals("boolean") || type.equals("enum")) {
      return ArgumentRole.CHOICE;
    }
    ArgumentRole known = byName(DraftWords.parts(name));
    if (known != null) {
      return known;
    }
    boolean number = type.equals("number") || type.equals("integer");
    return switch (sink) {
      case READ, READ_EGRESS, WRITE_LOCAL -> ArgumentRole.CONTENT;
      case SPEND -> number ? ArgumentRole.AMOUNT : unknown(type);
      case WRITE_EXTERNAL -> number ? ArgumentRole.CONTENT : unknown(type);
      default -> unknown(type);
    };
  }

  private static ArgumentRole unknown(String type) {
    return type.equals("object") ? ArgumentRole.CONTENT : ArgumentRole.IDENTIFIER;
  }

  private static @Nullable ArgumentRole byName(String[] parts) {
    if (parts.length == 0) {
      return null;
    }
    if (any(parts, PAGES) && any(parts, Set.of("token", "cursor", "page"))) {
      return ArgumentRole.CHOICE;
    }
    boolean key = any(parts, Set.of("key"));
    if (any(parts, SECRET) || (key && any(parts, Set.of("api", "private", "access", "ssh")))) {
      return ArgumentRole.SECRET;
    }
    if (any(parts, LINK)) {
      return ArgumentRole.URL;
    }
    String last = parts[parts.length - 1];
    if (any(parts, Set.of("date", "time"))
        && Set.of("from", "to", "date", "time").contains(last)) {
      return ArgumentRole.TIME;
    }
    if (any(parts, RECEIVER)) {
      boolean named = TEXT.contains(last) || Set.of("id", "ids").contains(last);
      return named && any(parts, Set.of("email", "mail", "emails"))
          ? idOrText(last)
          : ArgumentRole.DESTINATION;
    }
    if (any(parts, PLACE)) {
      return ArgumentRole.PATH;
    }
    if (any(parts, QUERY)) {
      return ArgumentRole.QUERY;
    }
    if (any(parts, SUM)) {
      return ArgumentRole.AMOUNT;
    }
    if (any(parts, TIME)) {
      return ArgumentRole.TIME;
    }
    if (any(parts, Set.of("id", "ids", "uuid"))) {
      return ArgumentRole.IDENTIFIER;
    }
    if (any(parts, TITLE)) {
      return ArgumentRole.NAME;
    }
    if (any(parts, TEXT)) {
      return ArgumentRole.CONTENT;
    }
    if (any(parts, KEY)) {
      return ArgumentRole.IDENTIFIER;
    }
    return any(parts, CHOICE) ? ArgumentRole.CHOICE : null;
  }

  /** {@code email_id} names a mail, {@code email_body} is one; neither receives it. */
  private static ArgumentRole idOrText(String last) {
    return TEXT.contains(last) ? ArgumentRole.CONTENT : ArgumentRole.IDENTIFIER;
  }

  static boolean any(String[] parts, Set<String> words) {
    for (String part : parts) {
      if (words.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
