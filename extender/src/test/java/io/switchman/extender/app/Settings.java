package io.switchman.extender.app;

import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.config.Limits;
import io.switchman.extender.config.PolicyDefaults;
import io.switchman.extender.config.SchedulerFacts;
import java.util.function.UnaryOperator;

/** The default configuration with something changed. */
public final class Settings {
    private static final ExtenderConfig D = ExtenderConfig.DEFAULT;

    private Settings() {}

    public static ExtenderConfig observing() {
        return of(ExtenderConfig.Mode.OBSERVE, D.policy(), D.scheduler(), D.limits());
    }

    public static ExtenderConfig observing(UnaryOperator<LimitValues> change) {
        return of(
                ExtenderConfig.Mode.OBSERVE,
                D.policy(),
                D.scheduler(),
                change.apply(new LimitValues()).limits());
    }

    public static ExtenderConfig with(SchedulerFacts scheduler) {
        return of(D.mode(), D.policy(), scheduler, D.limits());
    }

    public static ExtenderConfig with(PolicyDefaults policy) {
        return of(D.mode(), policy, D.scheduler(), D.limits());
    }

    public static ExtenderConfig with(UnaryOperator<LimitValues> change) {
        return of(
                D.mode(),
                D.policy(),
                D.scheduler(),
                change.apply(new LimitValues()).limits());
    }

    /** Limits in the making. */
    public static final class LimitValues {
        private long bodyBytes = Limits.DEFAULT.bodyBytes();
        private long bodyMillis = Limits.DEFAULT.bodyMillis();
        private int nodesPerRequest = Limits.DEFAULT.nodesPerRequest();
        private int inFlightRequests = Limits.DEFAULT.inFlightRequests();
        private long judgingMillis = Limits.DEFAULT.judgingMillis();
        private long verdicts = Limits.DEFAULT.verdicts();
        private int shapes = Limits.DEFAULT.shapes();
        private int holds = Limits.DEFAULT.holds();
        private int gangs = Limits.DEFAULT.gangs();
        private int nominations = Limits.DEFAULT.nominations();
        private int victimSets = Limits.DEFAULT.victimSets();
        private int unsettledPerNode = Limits.DEFAULT.unsettledPerNode();
        private int waiting = Limits.DEFAULT.waiting();
        private int failedAdmissions = Limits.DEFAULT.failedAdmissions();
        private int observed = Limits.DEFAULT.observed();

        public LimitValues bodyBytes(long value) {
            bodyBytes = value;
            return this;
        }

        public LimitValues bodyMillis(long value) {
            bodyMillis = value;
            return this;
        }

        public LimitValues nodesPerRequest(int value) {
            nodesPerRequest = value;
            return this;
        }

        public LimitValues inFlightRequests(int value) {
            inFlightRequests = value;
            return this;
        }

        public LimitValues judgingMillis(long value) {
            judgingMillis = value;
            return this;
        }

        public LimitValues verdicts(long value) {
            verdicts = value;
            return this;
        }

        public LimitValues shapes(int value) {
            shapes = value;
            return this;
        }

        public LimitValues holds(int value) {
            holds = value;
            return this;
        }

        public LimitValues gangs(int value) {
            gangs = value;
            return this;
        }

        public LimitValues nominations(int value) {
            nominations = value;
            return this;
        }

        public LimitValues victimSets(int value) {
            victimSets = value;
            return this;
        }

        public LimitValues unsettledPerNode(int value) {
            unsettledPerNode = value;
            return this;
        }

        public LimitValues waiting(int value) {
            waiting = value;
            return this;
        }

        public LimitValues failedAdmissions(int value) {
            failedAdmissions = value;
            return this;
        }

        public LimitValues observed(int value) {
            observed = value;
            return this;
        }

        private Limits limits() {
            return new Limits(
                    bodyBytes,
                    bodyMillis,
                    nodesPerRequest,
                    Limits.DEFAULT.jsonDepth(),
                    inFlightRequests,
                    judgingMillis,
                    Limits.DEFAULT.searchStates(),
                    verdicts,
                    shapes,
                    holds,
                    gangs,
                    nominations,
                    victimSets,
                    unsettledPerNode,
                    waiting,
                    failedAdmissions,
                    Limits.DEFAULT.actuals(),
                    observed);
        }
    }

    private static ExtenderConfig of(
            ExtenderConfig.Mode mode, PolicyDefaults policy, SchedulerFacts scheduler, Limits limits) {
        return new ExtenderConfig(
                mode,
                D.verbs(),
                D.operations(),
                D.kubernetes(),
                D.resources(),
                policy,
                D.namespaces(),
                scheduler,
                D.hold(),
                D.damage(),
                limits);
    }
}
