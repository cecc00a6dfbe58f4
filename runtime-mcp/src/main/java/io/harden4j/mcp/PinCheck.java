package io.harden4j.mcp;

/** Compares the definition a call was decided on with the one the server has now. */
final class PinCheck {
  private PinCheck() {}

  /** Returns the definition. @throws PinMismatchException if they differ */
  static ToolDefinition require(String server, CallRequest request, ToolListing now) {
    ToolDefinition definition = now.tools().get(request.tool());
    if (definition == null) {
      throw new PinMismatchException(
          server, "tool '" + request.tool() + "' is not usable any more. Nothing was sent");
    }
    if (!definition.pin().equals(request.pin())) {
      throw new PinMismatchException(
          server,
          "the definition of tool '" + request.tool() + "' changed from " + shortPin(request.pin())
              + " to " + shortPin(definition.pin())
              + ". Nothing was sent; read the new definition and pin it if it is right");
    }
    return definition;
  }

  private static String shortPin(String pin) {
    return pin.length() > 12 ? pin.substring(0, 12) : pin;
  }
}
