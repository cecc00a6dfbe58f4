package io.harden4j.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * The part of JSON Schema that tool arguments use: type, properties, required, additionalProperties (closed unless opened), items, enum, const, length, item
 * and number bounds, anyOf, oneOf, allOf. What an alternative says of properties is said for the schema around it, if that says nothing of them itself, and the
 * other way round. Of these keywords nothing is passed unchecked: what is nested deeper than 200 levels of schemas, or takes more than
 * 100,000 steps, is a fault. No coercion, no remote references; a schema with {@code $ref} outside its own {@code $defs} is refused. Thread-safe.
 */
public final class BasicSchemaValidator implements SchemaValidator {
  private static final int MAX_DEPTH = 200;
  /** Alternatives that refer to each other multiply: without a bound a schema of five lines takes hours. */
  private static final int MAX_STEPS = 100_000;

  /** One validation, on one thread. */
  private static final class Pass {
    final JsonNode root;
    int steps;
    boolean gaveUp;

    Pass(JsonNode root) {
      this.root = root;
    }
  }

  @Override
  public List<String> validate(JsonNode schema, JsonNode arguments) {
    List<String> faults = new ArrayList<>();
    Pass pass = new Pass(schema);
    check(pass, schema, arguments, "", faults, 0, false);
    if (pass.gaveUp) { // an alternative that nobody could check may not count as one that does not
      // fit
      faults.add("the arguments or their schema are nested too deeply to be checked");
    }
    return faults;
  }

  private static void check(
      Pass pass, JsonNode declared, JsonNode value, String at, List<String> faults, int depth) {
    check(pass, declared, value, at, faults, depth, false);
  }

  /** @param named whether the schema around this alternative says which properties there are */
  private static void check(
      Pass pass,
      JsonNode declared,
      JsonNode value,
      String at,
      List<String> faults,
      int depth,
      boolean named) {
    JsonNode schema = resolve(pass.root, declared, at, faults);
    if (schema == null || faults.size() > 20) {
      return;
    }
    if (depth > MAX_DEPTH || ++pass.steps > MAX_STEPS) {
      pass.gaveUp = true;
      return;
    }
    if (schema.isBoolean()) {
      if (!schema.booleanValue()) {
        faults.add(place(at) + " is not allowed");
      }
      return;
    }
    if (schema.has("type") && !typeFits(schema.get("type"), value)) {
      faults.add(place(at) + " must be of type " + schema.get("type").toString().replace("\"", ""));
      return;
    }
    checkEnum(schema, value, at, faults);
    checkAlternatives(pass, schema, value, at, faults, depth);
    if (value.isObject()) {
      checkObject(pass, schema, value, at, faults, depth, named);
    } else if (value.isArray()) {
      checkArray(pass, schema, value, at, faults, depth);
    } else if (value.isTextual()) {
      int length = value.textValue().codePointCount(0, value.textValue().length());
      checkRange(schema, "minLength", "maxLength", length, at, "length", faults);
    } else if (value.isNumber()) {
      checkNumber(schema, value, at, faults);
    }
  }

  private static @org.jspecify.annotations.Nullable JsonNode resolve(
      JsonNode root, JsonNode schema, String at, List<String> faults) {
    JsonNode ref = schema.get("$ref");
    if (ref == null) {
      return schema;
    }
    JsonNode target = ref.asText().startsWith("#/") ? root.at(ref.asText().substring(1)) : null;
    if (target == null || target.isMissingNode() || target.has("$ref")) {
      faults.add(
          place(at) + " has a schema that refers to '" + ref.asText() + "', which is not followed");
      return null;
    }
    return target;
  }

  private static boolean typeFits(JsonNode type, JsonNode value) {
    if (type.isArray()) {
      for (JsonNode t : type) {
        if (typeFits(t, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (type.asText().toLowerCase(Locale.ROOT)) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      case "number" -> value.isNumber();
      case "integer" ->
        value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
      default -> false;
    };
  }

  private static void checkEnum(JsonNode schema, JsonNode value, String at, List<String> faults) {
    JsonNode allowed = schema.get("enum");
    if (allowed != null && !contains(allowed, value)) {
      faults.add(place(at) + " must be one of " + allowed);
    }
    JsonNode constant = schema.get("const");
    if (constant != null && !same(constant, value)) {
      faults.add(place(at) + " must be " + constant);
    }
  }

  private static boolean contains(JsonNode allowed, JsonNode value) {
    for (JsonNode a : allowed) {
      if (same(a, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(JsonNode a, JsonNode b) {
    boolean numbers = a.isNumber() && b.isNumber();
    return numbers ? a.decimalValue().compareTo(b.decimalValue()) == 0 : a.equals(b);
  }

  private static void checkAlternatives(
      Pass pass, JsonNode schema, JsonNode value, String at, List<String> faults, int depth) {
    for (String keyword : List.of("anyOf", "oneOf")) {
      JsonNode alternatives = schema.get(keyword);
      if (alternatives != null) {
        int fits = 0;
        for (JsonNode alternative : alternatives) {
          List<String> own = new ArrayList<>();
          check(pass, alternative, value, at, own, depth + 1, saysNames(schema));
          fits += own.isEmpty() ? 1 : 0;
        }
        if (fits == 0 || (fits > 1 && keyword.equals("oneOf"))) {
          faults.add(place(at) + " must fit " + (keyword.equals("anyOf") ? "one" : "exactly one")
              + " of the alternatives");
        }
      }
    }
    for (JsonNode part : schema.path("allOf")) {
      check(pass, part, value, at, faults, depth + 1, saysNames(schema));
    }
  }

  private static boolean saysNames(JsonNode schema) {
    return schema.has("properties") || schema.has("additionalProperties");
  }

  private static boolean hasParts(JsonNode schema) {
    return schema.path("anyOf").size()
            + schema.path("oneOf").size()
            + schema.path("allOf").size()
        > 0;
  }

  private static void checkObject(
      Pass pass,
      JsonNode schema,
      JsonNode value,
      String at,
      List<String> faults,
      int depth,
      boolean named) {
    boolean elsewhere = !saysNames(schema) && (named || hasParts(schema));
    JsonNode properties = schema.path("properties");
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asText())) {
        faults.add(place(at) + " lacks the required '" + name.asText() + "'");
      }
    }
    JsonNode additional = schema.get("additionalProperties");
    Iterator<String> names = value.fieldNames();
    while (names.hasNext() && !elsewhere) {
      String name = names.next();
      String inner = at + "/" + name;
      if (properties.has(name)) {
        check(pass, properties.get(name), value.get(name), inner, faults, depth + 1);
      } else if (additional == null || (additional.isBoolean() && !additional.booleanValue())) {
        faults.add(place(at) + " has an unknown property; known are " + fieldNames(properties));
      } else {
        check(pass, additional, value.get(name), inner, faults, depth + 1);
      }
    }
  }

  private static List<String> fieldNames(JsonNode properties) {
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void checkArray(
      Pass pass, JsonNode schema, JsonNode value, String at, List<String> faults, int depth) {
    checkRange(schema, "minItems", "maxItems", value.size(), at, "number of items", faults);
    JsonNode items = schema.get("items");
    for (int i = 0; items != null && i < value.size(); i++) {
      check(pass, items, value.get(i), at + "/" + i, faults, depth + 1);
    }
  }

  private static void checkRange(
      JsonNode schema,
      String least,
      String most,
      int size,
      String at,
      String what,
      List<String> faults) {
    if (schema.has(least) && size < schema.get(least).asInt()) {
      faults.add(place(at) + ": its " + what + " must be at least " + schema.get(least));
    }
    if (schema.has(most) && size > schema.get(most).asInt()) {
      faults.add(place(at) + ": its " + what + " must be at most " + schema.get(most));
    }
  }

  private static void checkNumber(JsonNode schema, JsonNode value, String at, List<String> faults) {
    bound(
        schema,
        "minimum",
        at,
        "at least",
        faults,
        n -> value.decimalValue().compareTo(n.decimalValue()) >= 0);
    bound(
        schema,
        "maximum",
        at,
        "at most",
        faults,
        n -> value.decimalValue().compareTo(n.decimalValue()) <= 0);
    bound(
        schema,
        "exclusiveMinimum",
        at,
        "more than",
        faults,
        n -> value.decimalValue().compareTo(n.decimalValue()) > 0);
    bound(
        schema,
        "exclusiveMaximum",
        at,
        "less than",
        faults,
        n -> value.decimalValue().compareTo(n.decimalValue()) < 0);
  }

  private static void bound(
      JsonNode schema,
      String keyword,
      String at,
      String words,
      List<String> faults,
      java.util.function.Predicate<JsonNode> holds) {
    JsonNode limit = schema.get(keyword);
    if (limit != null && limit.isNumber() && !holds.test(limit)) {
      faults.add(place(at) + " must be " + words + " " + limit);
    }
  }

  private static String place(String at) {
    return at.isEmpty() ? "the arguments object" : "'" + at + "'";
  }
}
