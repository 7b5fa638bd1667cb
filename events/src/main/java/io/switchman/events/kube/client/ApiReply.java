package io.switchman.events.kube.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** What came of one request. */
public sealed interface ApiReply {
    /**
     * The server answered.
     *
     * @param status the HTTP status
     * @param body the wanted fields of the answer, or of the {@code Status} where it is no success; empty where the answer
     *     is no JSON object or broke off
     */
    record Answered(int status, JsonObject body) implements ApiReply {
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** Status and what the server says of it, for people. */
        public String described() {
            JsonElement message = body.get("message");
            boolean told = message instanceof JsonPrimitive text && text.isString();
            return told ? status + ": " + message.getAsString() : "status " + status;
        }
    }

    /** The server cannot have acted: no byte of the request left us. */
    record NotSent(String why) implements ApiReply {}

    /** The request left us, in part at least, and no answer came: the server may have acted, or may yet act. */
    record Lost(String why) implements ApiReply {}
}
