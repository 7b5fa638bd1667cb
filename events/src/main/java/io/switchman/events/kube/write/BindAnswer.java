package io.switchman.events.kube.write;

/** What came of binding a pod. */
public sealed interface BindAnswer {
    /** The pod of that UID is on that node, by this order or by an earlier one for the same. */
    record Bound() implements BindAnswer {}

    /**
     * The pod is not on that node and this order will not put it there. What was taken for it can be given back.
     *
     * @param status the HTTP status of the refusal; 404 or 409 where a look at the pod told
     * @param reason for people
     */
    record Refused(int status, String reason) implements BindAnswer {}

    /**
     * Nothing was done and nothing will be: there was no room, no connection came about, a name was none, or the server was
     * too busy to take the request (429, which its flow control gives before it looks at a request). What was taken can be
     * given back, and the same order may be tried again.
     */
    record NotSent(String reason) implements BindAnswer {}

    /**
     * Nobody can tell, even after a look at the pod: it may be bound now or later. What was taken for it must stay taken
     * until {@link PodWriter#whereIs} or a watch tells.
     */
    record Unclear(String reason) implements BindAnswer {}
}
