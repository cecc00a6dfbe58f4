package io.harden4j.cli.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What code outside the library can name: the public and protected methods, constructors and fields of its public types. */
final class PublicSignatures {
  private PublicSignatures() {}

  /**
   * One signature.
   *
   * @param owner the public type that has it, by declaration or from a hidden parent
   * @param name  readable name with the parameter types
   * @param types every type it mentions, type arguments and element types included
   */
  record Signature(JavaClass owner, String name, Set<JavaClass> types) {}

  static Stream<Signature> of(JavaClasses classes) {
    return classes.stream().filter(PublicSignatures::isVisible).flatMap(PublicSignatures::of);
  }

  private static Stream<Signature> of(JavaClass type) {
    return type.getAllMembers().stream()
        .filter(member -> member.getOwner().getFullName().startsWith(Code.ROOT))
        .filter(member -> !(member instanceof JavaCodeUnit unit
            && unit.isConstructor()
            && !member.getOwner().equals(type)))
        .filter(member -> isOpen(member.getModifiers()))
        .map(member -> new Signature(type, nameOf(type, member), typesOf(member)));
  }

  /** A nested type is visible if all types around it are. */
  private static boolean isVisible(JavaClass type) {
    return isOpen(type.getModifiers())
        && !type.isAnonymousClass()
        && type.getEnclosingClass().map(PublicSignatures::isVisible).orElse(true);
  }

  private static boolean isOpen(Set<JavaModifier> modifiers) {
    return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
        && !modifiers.contains(JavaModifier.SYNTHETIC);
  }

  private static String nameOf(JavaClass type, JavaMember member) {
    String name = type.getFullName().substring(type.getPackageName().length() + 1) + "."
        + (member.getName().equals("<init>") ? "new" : member.getName());
    return member instanceof JavaCodeUnit unit
        ? unit.getRawParameterTypes().stream()
            .map(JavaClass::getSimpleName)
            .collect(Collectors.joining(", ", name + "(", ")"))
        : name;
  }

  private static Set<JavaClass> typesOf(JavaMember member) {
    Set<JavaClass> raw = member instanceof JavaCodeUnit unit
        ? unit.getAllInvolvedRawTypes()
        : ((JavaField) member).getAllInvolvedRawTypes();
    return raw.stream()
        .map(JavaClass::getBaseComponentType)
        .collect(Collectors.toCollection(
            () -> new TreeSet<>(java.util.Comparator.comparing(JavaClass::getFullName))));
  }
}
