package io.harden4j.testkit.model;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a stream delivered. */
final class RecordingHandler implements StreamingChatResponseHandler {
  final List<String> parts = new ArrayList<>();
  final List<String> calls = new ArrayList<>();
  final List<ChatResponse> complete = new ArrayList<>();
  final List<Throwable> errors = new ArrayList<>();

  @Override
  public void onPartialResponse(String part) {
    parts.add(part);
  }

  @Override
  public void onCompleteToolCall(CompleteToolCall call) {
    calls.add(
        call.toolExecutionRequest().name() + " " + call.toolExecutionRequest().arguments());
  }

  @Override
  public void onCompleteResponse(ChatResponse response) {
    complete.add(response);
  }

  @Override
  public void onError(Throwable error) {
    errors.add(error);
  }
}
