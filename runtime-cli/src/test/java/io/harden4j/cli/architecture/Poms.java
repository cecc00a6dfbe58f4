package io.harden4j.cli.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Reads the build files: what a module declares, not what Maven makes of it. */
final class Poms {
  private final Element project;

  private Poms(Element project) {
    this.project = project;
  }

  /**
   * A dependency as it is written.
   *
   * @param group    group id
   * @param artifact artifact id
   * @param scope    scope, {@code compile} where none is written
   */
  record Dependency(String group, String artifact, String scope) {}

  static Poms root() {
    return read(repository().resolve("pom.xml"));
  }

  static Poms of(String module) {
    return read(repository().resolve(module).resolve("pom.xml"));
  }

  List<String> modules() {
    return children(child(project, "modules"), "module")
        .map(Element::getTextContent)
        .toList();
  }

  List<Dependency> dependencies() {
    return dependencies(project);
  }

  List<Dependency> managed() {
    return dependencies(child(project, "dependencyManagement"));
  }

  private static List<Dependency> dependencies(Element parent) {
    return children(child(parent, "dependencies"), "dependency")
        .map(d -> new Dependency(
            text(d, "groupId", ""), text(d, "artifactId", ""), text(d, "scope", "compile")))
        .toList();
  }

  private static Path repository() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
  }

  private static Poms read(Path pom) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      return new Poms(factory.newDocumentBuilder().parse(pom.toFile()).getDocumentElement());
    } catch (IOException e) {
      throw new UncheckedIOException(pom + " cannot be read", e);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException(pom + " is not XML", e);
    }
  }

  private static String text(Element parent, String name, String fallback) {
    return children(parent, name).findFirst().map(Element::getTextContent).orElse(fallback);
  }

  private static Element child(Element parent, String name) {
    return children(parent, name)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no <" + name + "> in the pom"));
  }

  private static Stream<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    IntStream.range(0, parent.getChildNodes().getLength())
        .mapToObj(i -> parent.getChildNodes().item(i))
        .forEach(node -> {
          if (node instanceof Element element && element.getTagName().equals(name)) {
            found.add(element);
          }
        });
    return found.stream();
  }
}
