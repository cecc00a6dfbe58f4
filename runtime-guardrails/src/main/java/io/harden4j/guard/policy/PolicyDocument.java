package io.harden4j.guard.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A policy file as it is written. Every field is known by name, and nothing else is. */
record PolicyDocument(
    @Nullable String format,
    @Nullable String id,
    @Nullable Map<String, Tool> tools,
    @Nullable Map<String, Role> roles,
    @Nullable List<Rule> rules,
    @Nullable List<String> forbidden,
    @Nullable List<Limit> quotas,
    @Nullable List<Trusted> endorsements,
    @Nullable Defaults defaults) {
  record Tool(
      @Nullable String sink,
      @Nullable Map<String, String> arguments,
      @Nullable List<Rise> rises,
      @Nullable Result result,
      @Nullable Boolean repeatable,
      @Nullable String timeout) {}

  record Rise(
      @Nullable String argument,
      @Nullable List<String> unless,
      @Nullable String to) {}

  record Result(
      @Nullable String integrity,
      @Nullable List<String> readers,
      @Nullable List<String> named,
      @Nullable List<String> vouched,
      @Nullable Boolean held) {}

  record Role(@Nullable List<String> inherits) {}

  record Rule(
      @Nullable String id,
      @Nullable String role,
      @Nullable String allow,
      @Nullable String ask,
      @Nullable String deny,
      @Nullable Map<String, Argument> arguments,
      @Nullable List<String> only,
      @Nullable Approver approver,
      @Nullable List<String> governors,
      @Nullable List<Condition> obligations) {}

  record Argument(
      @Nullable String type,
      @Nullable Boolean absent,
      @Nullable Boolean optional,
      @Nullable String otherwise,
      @Nullable String equalTo,
      @Nullable List<String> oneOf,
      @Nullable String startsWith,
      @Nullable String endsWith,
      @Nullable String like,
      @Nullable Integer maxLength,
      @Nullable List<String> emailAt,
      @Nullable BigDecimal atLeast,
      @Nullable BigDecimal atMost) {}

  record Approver(
      @Nullable String role,
      @Nullable String within,
      @Nullable Integer people,
      @Nullable Boolean notThePrincipal) {}

  record Condition(
      @Nullable String name, @JsonProperty("with") @Nullable Map<String, String> parameters) {}

  record Limit(
      @Nullable String name,
      @Nullable String scope,
      @Nullable String of,
      @Nullable String tools,
      @Nullable Long limit,
      @Nullable String window) {}

  record Trusted(
      @Nullable String name,
      @Nullable List<String> oneOf,
      @Nullable Long atLeast,
      @Nullable Long atMost,
      @Nullable String earliest,
      @Nullable String latest) {}

  record Defaults(
      @Nullable List<String> off,
      @Nullable Approver approver,
      @Nullable List<String> mailDomains,
      @Nullable Map<String, List<String>> acceptArguments) {}
}
