package io.switchman.extender.explain;

import io.switchman.topology.kubelet.Remedy;
import java.util.Locale;
import java.util.function.IntFunction;

/** Words a change that would make an aligned placement certain. */
public final class RemedyWords {
    private RemedyWords() {}

    /**
     * The change, to follow "certain with".
     *
     * @param gpuName what a GPU is called
     */
    public static String of(Remedy remedy, IntFunction<String> gpuName) {
        return switch (remedy) {
            case Remedy.RailNames _ -> "VFs by per-rail names";
            case Remedy.OtherPolicy(var policy) -> "topologyManagerPolicy: " + word(policy);
            case Remedy.OtherScope(var scope) -> "topologyManagerScope: " + word(scope);
            case Remedy.FreedGpu(int gpu) -> "GPU " + gpuName.apply(gpu) + " freed";
            case Remedy.Steering _ -> "steering";
            case Remedy.Both(Remedy first, Remedy second) -> of(first, gpuName) + " and " + of(second, gpuName);
        };
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
