package io.harden4j.cli.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The compiled code of all modules, without tests, and the samples that break rules on purpose. */
final class Code {
  static final String ROOT = "io.harden4j";
  static final String CORE = "runtime-core";
  static final String CLI = "runtime-cli";
  static final String TESTKIT = "runtime-testkit";

  /** A module is known by its jar or by its folder of classes, whichever Maven put on the class path. */
  private static final Pattern MODULE = Pattern.compile(
      "/(?:harden4j-)?(runtime-[a-z0-9]+)(?:-\\d[^/!]*(?<!-tests)\\.jar!|/target/classes/)");

  static final JavaClasses MODULES = new ClassFileImporter()
      .withImportOption(location -> location.matches(Pattern.compile(".*" + MODULE + ".*")))
      .importPackages(ROOT);

  private Code() {}

  /** Returns the name of the folder of the module that a class comes from, or nothing for foreign classes and tests. */
  static String moduleOf(JavaClass type) {
    return type.getSource().map(source -> moduleOf(source.getUri())).orElse("");
  }

  private static String moduleOf(URI uri) {
    Matcher found = MODULE.matcher(uri.toString());
    return found.find() ? found.group(1) : "";
  }

  /** Says whether a module belongs to the runtime, rather than to its tests or its command line. */
  static boolean isLibrary(JavaClass type) {
    return !List.of(CLI, TESTKIT).contains(moduleOf(type));
  }

  /** Imports the classes of a sample below {@code ...architecture.sample}. */
  static JavaClasses sample(String name) {
    return new ClassFileImporter().importPackages(samplePackage(name));
  }

  static String samplePackage(String name) {
    return Code.class.getPackageName() + ".sample." + name;
  }

  /** Returns one line for each violation. */
  static List<String> violations(ArchRule rule, JavaClasses classes) {
    return rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails();
  }
}
