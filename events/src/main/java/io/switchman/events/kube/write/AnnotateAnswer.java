package io.switchman.events.kube.write;

/** What came of writing annotations to a pod. */
public sealed interface AnnotateAnswer {
    /** The pod has them. */
    record Done() implements AnnotateAnswer {}

    /** There is no such pod any more. */
    record Gone() implements AnnotateAnswer {}

    /**
     * The server does not want them.
     *
     * @param status the HTTP status
     * @param reason for people
     */
    record Refused(int status, String reason) implements AnnotateAnswer {}

    /** Nothing was done, and trying later may help: no room, no connection, or the server was too busy (429). */
    record NotSent(String reason) implements AnnotateAnswer {}

    /** Nobody can tell. Writing the same once more does no harm. */
    record Unclear(String reason) implements AnnotateAnswer {}
}
