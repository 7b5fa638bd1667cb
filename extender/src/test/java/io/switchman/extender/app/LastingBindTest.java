package io.switchman.extender.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.extender.config.ExtenderConfig;
import io.switchman.extender.request.Asked;
import io.switchman.extender.request.Requests;
import io.switchman.extender.wire.BindArgs;
import io.switchman.extender.wire.PodFacts;
import io.switchman.topology.state.PodId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of devices while, and after, the cluster is told of a binding. */
@ExtendWith(VertxExtension.class)
class LastingBindTest {
    private static final BindArgs TO_N1 = new BindArgs("p", "d", "p", "n1");

    private final Cluster cluster = Cluster.of(Cluster.HGX, Cluster.HGX);
    private final SeenPods seen = new SeenPods();
    private final List<Binder.Order> orders = new ArrayList<>();
    private final List<Promise<Binder.Answer>> answers = new ArrayList<>();
    private WatchedPods.@Nullable Watched watched;

    @Test
    void devicesAreTakenBeforeTheClusterAnswersAndTheAnswerComesAfter(Vertx vertx) {
        Future<Binding.Result> result = filtered(vertx).bind(TO_N1);
        assertThat(result.isComplete()).isFalse();
        assertThat(cluster.keeper().boundTo(new PodId("p"))).isEqualTo("n1");
        answer(0, new Binder.Answer.Done());
        assertThat(result.result()).isEqualTo(new Binding.Result.Bound());
        assertThat(orders.getFirst().placed()).isNotNull();
    }

    @Test
    void whatIsClearlyRefusedIsGivenBack(Vertx vertx) {
        Future<Binding.Result> result = filtered(vertx).bind(TO_N1);
        answer(0, new Binder.Answer.Refused("the pod is gone"));
        assertThat(result.result()).isEqualTo(new Binding.Result.Refused("the pod is gone"));
        assertThat(cluster.node("n1").claims()).isEmpty();
    }

    @Test
    void aPodThatTheClusterHasOnANodeKeepsItsDevicesWhateverABindingCameTo(Vertx vertx) {
        Future<Binding.Result> result = filtered(vertx).bind(TO_N1);
        watched = watched("n1");
        answer(0, new Binder.Answer.Refused("a conflict"));
        assertThat(result.result()).isInstanceOf(Binding.Result.Refused.class);
        assertThat(cluster.node("n1").claims()).hasSize(1);
    }

    @Test
    void whatIsUnclearStaysTakenAndTheSameOrderIsSentAgain(Vertx vertx) {
        Binding binding = filtered(vertx);
        Future<Binding.Result> first = binding.bind(TO_N1);
        answer(0, new Binder.Answer.Unclear("no answer"));
        assertThat(first.result()).isInstanceOf(Binding.Result.Refused.class);
        assertThat(cluster.node("n1").claims()).hasSize(1);
        assertThat(binding.bind(new BindArgs("p", "d", "p", "n2")).result())
                .isEqualTo(new Binding.Result.Refused("pod p is bound to node n1 already"));
        Future<Binding.Result> second = binding.bind(TO_N1);
        assertThat(orders).hasSize(2).allMatch(order -> order.equals(orders.getFirst()));
        answer(1, new Binder.Answer.Done());
        assertThat(second.result()).isEqualTo(new Binding.Result.Bound());
        assertThat(binding.bind(TO_N1).result()).isEqualTo(new Binding.Result.Bound());
        assertThat(orders).hasSize(2);
    }

    @Test
    void aRefusalOfTheSecondOrderGivesNothingBackThatTheFirstMayYetNeed(Vertx vertx) {
        Binding binding = filtered(vertx);
        binding.bind(TO_N1);
        answer(0, new Binder.Answer.Unclear("no answer"));
        Future<Binding.Result> second = binding.bind(TO_N1);
        answer(1, new Binder.Answer.Refused("no connection"));
        assertThat(second.result()).isEqualTo(new Binding.Result.Refused("no connection"));
        assertThat(cluster.node("n1").claims()).hasSize(1);
        binding.bind(TO_N1);
        assertThat(orders).as("it is asked for again, not said to be bound").hasSize(3);
    }

    @Test
    void whatFailsWhileTheClusterIsAskedIsUnclear(Vertx vertx) {
        Binding binding = filtered(vertx);
        Future<Binding.Result> first = binding.bind(TO_N1);
        answers.getFirst().fail("a bug");
        assertThat(first.result()).isInstanceOf(Binding.Result.Refused.class);
        assertThat(cluster.node("n1").claims()).hasSize(1);
        binding.bind(TO_N1);
        assertThat(orders).hasSize(2);
    }

    @Test
    void aSecondCallJoinsTheOneInWork(Vertx vertx) {
        Binding binding = filtered(vertx);
        Future<Binding.Result> first = binding.bind(TO_N1);
        Future<Binding.Result> second = binding.bind(TO_N1);
        assertThat(binding.bind(new BindArgs("p", "d", "p", "n2")).result())
                .isEqualTo(new Binding.Result.Refused("pod p is being bound to node n1"));
        answer(0, new Binder.Answer.Done());
        assertThat(orders).hasSize(1);
        assertThat(List.of(first.result(), second.result())).containsOnly(new Binding.Result.Bound());
    }

    @Test
    void aPodThatNobodyFilteredIsJudgedByWhatTheClusterTells(Vertx vertx) {
        Binding binding = binding(vertx);
        assertThat(binding.bind(TO_N1).result())
                .isEqualTo(new Binding.Result.Refused("pod p is not known: it was not filtered lately"));
        watched = watched(null);
        Future<Binding.Result> result = binding.bind(TO_N1);
        answer(0, new Binder.Answer.Done());
        assertThat(result.result()).isEqualTo(new Binding.Result.Bound());
        assertThat(Integer.bitCount(cluster.node("n1").claims().getFirst().gpus()))
                .isEqualTo(2);
    }

    @Test
    void aPodThatAsksNothingOfUsIsBoundWithoutAWord(Vertx vertx) {
        seen.put(pod(), new Asked.Nothing());
        Future<Binding.Result> result = binding(vertx).bind(TO_N1);
        answer(0, new Binder.Answer.Done());
        assertThat(result.result()).isEqualTo(new Binding.Result.Bound());
        assertThat(orders.getFirst().placed()).isNull();
    }

    private Binding filtered(Vertx vertx) {
        seen.put(pod(), asked());
        return binding(vertx);
    }

    private Binding binding(Vertx vertx) {
        JudgePool pool = new JudgePool(vertx, cluster.judge(), 1, Long.MAX_VALUE / 2, () -> 0, Cluster.SILENT);
        Binder binder = order -> {
            orders.add(order);
            Promise<Binder.Answer> promise = Promise.promise();
            answers.add(promise);
            return promise.future();
        };
        ClusterSide nobody = ClusterSide.NOBODY.with(_ -> watched);
        ClusterSide side = new ClusterSide(
                binder,
                nobody.pods(),
                nobody.traits(),
                nobody.networks(),
                nobody.freshness(),
                nobody.waker(),
                nobody.failures());
        FailedAdmissions failed = new FailedAdmissions(cluster.keeper(), 1, Cluster.SILENT);
        return new Binding(cluster.keeper(), cluster.judge(), pool, seen, failed, side);
    }

    private void answer(int order, Binder.Answer answer) {
        answers.get(order).complete(answer);
    }

    private static WatchedPods.Watched watched(@Nullable String node) {
        return new WatchedPods.Watched("d/p", 0, node, false, asked());
    }

    private static Asked asked() {
        return new Requests(ExtenderConfig.DEFAULT).of(pod());
    }

    private static PodFacts pod() {
        Map<String, String> two = Map.of("nvidia.com/gpu", "2");
        var container = new PodFacts.ContainerNeeds(PodFacts.Phase.MAIN, "c", two, Map.of());
        return new PodFacts("p", "d", "p", Map.of(), Map.of(), List.of(container), 0, "");
    }
}
