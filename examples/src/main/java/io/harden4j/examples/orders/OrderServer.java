package io.harden4j.examples.orders;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MCP server for the orders of one tenant, over standard input and output, on the official MCP Java SDK. It is a
 * program of its own: {@code OrderServer --db PATH --tenant ID}. It ends when its input ends.
 *
 * <p>Standard output carries the protocol only; everything else goes to standard error. A call that cannot be carried
 * out is answered with {@code isError} and a sentence that says why.
 */
public final class OrderServer {
  private static final String LOG_SETTINGS = "logback.configurationFile";

  private final OrderDesk desk;
  private final McpJsonMapper json = new JacksonMcpJsonMapper(Json.MAPPER);

  private OrderServer(OrderDesk desk) {
    this.desk = desk;
  }

  /** Serves one client until it closes the input; exit status 2 means that the command line or the database is wrong. */
  public static void main(String[] args) {
    PrintStream protocol = System.out;
    System.setOut(System.err);
    if (System.getProperty(LOG_SETTINGS) == null) {
      System.setProperty(LOG_SETTINGS, "support-desk/order-server-logback.xml");
    }
    try {
      ServerOptions options = ServerOptions.parse(args);
      new OrderServer(OrderDesk.open(options.database(), options.tenant()))
          .serve(options.tenant(), protocol);
    } catch (IllegalArgumentException | IOException | SQLException e) {
      System.err.println("order server: " + e.getMessage());
      System.exit(2);
    }
  }

  private void serve(String tenant, PrintStream protocol) throws IOException {
    List<Tool> tools =
        json.readValue(Resources.text("order-tools.json"), new TypeRef<List<Tool>>() {});
    McpServer.sync(new StdioServerTransportProvider(json, System.in, protocol))
        .serverInfo("fjellrad-orders", "1.0.0")
        .instructions(
            "Orders of the tenant " + tenant + ". Amounts are in the currency of the order.")
        .capabilities(ServerCapabilities.builder().tools(false).build())
        .tools(tools.stream().map(this::specification).toList())
        // On the reading thread, one after the other: answers and the call log keep the order of
        // the requests.
        .immediateExecution(true)
        .build();
  }

  private SyncToolSpecification specification(Tool tool) {
    return SyncToolSpecification.builder()
        .tool(tool)
        .callHandler((exchange, request) -> call(request))
        .build();
  }

  private CallToolResult call(CallToolRequest request) {
    try {
      JsonNode answer =
          desk.execute(ToolRequest.of(request.name(), request.arguments(), request.meta()));
      return CallToolResult.builder()
          .structuredContent(answer)
          .addTextContent(Json.text(answer))
          .build();
    } catch (RefusedCallException e) {
      return error(e.reason());
    } catch (SQLException | RuntimeException e) {
      log().error("{} failed", request.name(), e);
      return error(request.name() + " failed in the order database and changed nothing; try again");
    }
  }

  private static CallToolResult error(String message) {
    return CallToolResult.builder().isError(true).addTextContent(message).build();
  }

  /** Asked for when needed: a static logger would start before main has set where logs go. */
  private static Logger log() {
    return LoggerFactory.getLogger(OrderServer.class);
  }
}
