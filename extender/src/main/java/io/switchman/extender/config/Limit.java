package io.switchman.extender.config;

import org.jspecify.annotations.Nullable;

/** The limits one by one, so that each can be shown and each hit counted. */
public enum Limit {
    BODY_BYTES("bodyBytes"),
    BODY_MILLIS("bodyMillis"),
    NODES_PER_REQUEST("nodesPerRequest"),
    JSON_DEPTH("jsonDepth"),
    IN_FLIGHT_REQUESTS("inFlightRequests"),
    JUDGING_MILLIS("judgingMillis"),
    SEARCH_STATES("searchStates"),
    VERDICTS("verdicts"),
    SHAPES("shapes"),
    HOLDS("holds"),
    GANGS("gangs"),
    NOMINATIONS("nominations"),
    VICTIM_SETS("victimSets"),
    UNSETTLED_PER_NODE("unsettledPerNode"),
    WAITING("waiting"),
    FAILED_ADMISSIONS("failedAdmissions"),
    ACTUALS("actuals"),
    OBSERVED("observed");

    private final String key;

    Limit(String key) {
        this.key = key;
    }

    /** Its key in the section {@code limits}. */
    public String key() {
        return key;
    }

    /** Its value. */
    public long of(Limits limits) {
        return switch (this) {
            case BODY_BYTES -> limits.bodyBytes();
            case BODY_MILLIS -> limits.bodyMillis();
            case NODES_PER_REQUEST -> limits.nodesPerRequest();
            case JSON_DEPTH -> limits.jsonDepth();
            case IN_FLIGHT_REQUESTS -> limits.inFlightRequests();
            case JUDGING_MILLIS -> limits.judgingMillis();
            case SEARCH_STATES -> limits.searchStates();
            case VERDICTS -> limits.verdicts();
            case SHAPES -> limits.shapes();
            case HOLDS -> limits.holds();
            case GANGS -> limits.gangs();
            case NOMINATIONS -> limits.nominations();
            case VICTIM_SETS -> limits.victimSets();
            case UNSETTLED_PER_NODE -> limits.unsettledPerNode();
            case WAITING -> limits.waiting();
            case FAILED_ADMISSIONS -> limits.failedAdmissions();
            case ACTUALS -> limits.actuals();
            case OBSERVED -> limits.observed();
        };
    }

    /** The limit of a key, or null. */
    public static @Nullable Limit of(String key) {
        for (Limit limit : values()) {
            if (limit.key.equals(key)) {
                return limit;
            }
        }
        return null;
    }
}
