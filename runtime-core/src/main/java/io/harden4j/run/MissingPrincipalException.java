package io.harden4j.run;

import io.harden4j.AgentRuntimeException;

/** Nobody was named to run for. */
public final class MissingPrincipalException extends AgentRuntimeException {
  private static final long serialVersionUID = 1L;

  MissingPrincipalException() {
    super(
        "no principal: say who the run is for with RunOptions.thread(...).as(Principal.of(\"ana\", \"acme\", \"agent\")), or give the"
            + " runtime a default with AgentRuntime.builder().defaultPrincipal(...)");
  }
}
