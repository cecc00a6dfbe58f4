package io.harden4j.tool;

import io.harden4j.identity.Principal;
import io.harden4j.label.Readers;
import java.util.Set;

/**
 * What a tool's result is, beyond who could have written it. Declared from what the tool is: who may see it, and which fields of its records hold what the
 * server itself put there.
 *
 * @param readers who may see the result; default: everyone
 * @param named   fields by which people name a record of the result: a title, a file name, an account; copied
 * @param vouched fields of a record that the server fills or checks, so that nobody can write free text into them: ids it assigned, addresses and
 *     amounts it verified; copied. {@code "id_:file_id"} says that the field {@code id_} fills arguments called {@code file_id}; without the second
 *     name, arguments of the field's own name. That a value stands in one says nothing about which record is meant
 * @param held    true: models see a handle in place of the text; default false
 */
public record ResultShape(Readers readers, Set<String> named, Set<String> vouched, boolean held) {
  /** Stands for whoever the run acts for, as a reader of a result. */
  public static final String PRINCIPAL = "principal";

  /** Stands for the tenant of whoever the run acts for, as a reader of a result. */
  public static final String TENANT = "tenant";

  /** Text without structure that everyone may see. */
  public static final ResultShape TEXT =
      new ResultShape(Readers.EVERYONE, Set.of(), Set.of(), false);

  /** Copies the sets. */
  public ResultShape {
    named = Set.copyOf(named);
    vouched = Set.copyOf(vouched);
  }

  /** Returns the readers, with the two names that stand for somebody put in. */
  Readers readersFor(Principal who) {
    if (readers.everyone()) {
      return readers;
    }
    return Readers.only(readers.ids().stream()
        .map(id -> id.equals(PRINCIPAL)
            ? "user:" + who.id()
            : id.equals(TENANT) ? "tenant:" + who.tenant().id() : id)
        .distinct()
        .toArray(String[]::new));
  }

  /** Says whether the result is a list of records with fields that the server vouches for. */
  public boolean hasRecords() {
    return !vouched.isEmpty();
  }
}
