package io.harden4j.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NoWayAroundTheGateTest {
  @Test
  void no_public_method_of_this_module_gives_or_takes_a_connection() throws Exception {
    List<Class<?>> open =
        classes().filter(c -> Modifier.isPublic(c.getModifiers())).toList();

    assertThat(open)
        .contains(McpServers.class)
        .doesNotContain(RpcPeer.class, McpConnection.class, McpToolConnector.class);
    assertThat(open.stream()
            .flatMap(c -> Arrays.stream(c.getMethods()))
            .filter(NoWayAroundTheGateTest::ours))
        .allSatisfy(
            method -> assertThat(types(method)).allMatch(t -> Modifier.isPublic(t.getModifiers())));
  }

  @Test
  void a_tool_can_be_called_by_a_permit_only() throws Exception {
    List<Method> sending = classes()
        .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
        .filter(m ->
            Arrays.asList(m.getParameterTypes()).contains(CallRequest.class) && !m.isSynthetic())
        .toList();

    assertThat(sending)
        .isNotEmpty()
        .noneMatch(m -> Modifier.isPublic(m.getDeclaringClass().getModifiers()));
  }

  private static boolean ours(Method method) {
    return method.getDeclaringClass().getPackage().equals(McpServers.class.getPackage());
  }

  private static Stream<Class<?>> types(Executable method) {
    Class<?> result = method instanceof Method m ? m.getReturnType() : void.class;
    return Stream.concat(Stream.of(result), Arrays.stream(method.getParameterTypes()));
  }

  private static Stream<Class<?>> classes() throws IOException, URISyntaxException {
    Path folder = Path.of(
        McpServers.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(folder.resolve("io/harden4j/mcp"))) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(n -> n.endsWith(".class"))
          .map(n -> "io.harden4j.mcp." + n.substring(0, n.length() - 6))
          .filter(n -> !n.endsWith("package-info"))
          .<Class<?>>map(NoWayAroundTheGateTest::load)
          .toList()
          .stream();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
