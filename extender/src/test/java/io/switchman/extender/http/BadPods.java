package io.switchman.extender.http;

import static io.switchman.extender.app.Bodies.offer;
import static io.switchman.extender.app.Bodies.pod;
import static io.switchman.extender.http.BadCase.malformed;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pods that are wrong: members of types they must not have, and wishes that cannot be. */
final class BadPods {
    private BadPods() {}

    static Stream<BadCase> wrongTypes() {
        return Stream.of(
                malformed("pod is text", "{\"Pod\":\"p\",\"NodeNames\":[]}", "Pod is \"p\": allowed is an object"),
                malformed("pod is a list", "{\"Pod\":[],\"NodeNames\":[]}", "Pod is an array: allowed is an object"),
                malformed("pod is a number", "{\"Pod\":1.5,\"NodeNames\":[]}", "Pod is 1.5: allowed is an object"),
                malformed(
                        "pod is half a word",
                        "{\"Pod\":nul,\"NodeNames\":[]}",
                        "Pod is not valid JSON: Unrecognized token 'nul': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"),
                malformed(
                        "names are text",
                        "{\"Pod\":{},\"NodeNames\":\"n1\"}",
                        "NodeNames is \"n1\": allowed are an array of strings or null"),
                malformed(
                        "names are an object",
                        "{\"Pod\":{},\"NodeNames\":{\"n1\":1}}",
                        "NodeNames is {\"n1\":1}: allowed are an array of strings or null"),
                malformed(
                        "a name is a number",
                        "{\"Pod\":{},\"NodeNames\":[\"n1\",7]}",
                        "NodeNames[1] is 7]}: allowed are strings"),
                malformed(
                        "a name is null",
                        "{\"Pod\":{},\"NodeNames\":[null]}",
                        "NodeNames[0] is null]}: allowed are strings"),
                malformed(
                        "names without comma",
                        "{\"Pod\":{},\"NodeNames\":[\"n1\" \"n2\"]}",
                        "not valid JSON at byte 28: there is '\"n2\"]}', wanted ',' or ']'"),
                malformed(
                        "comma after the last name",
                        "{\"Pod\":{},\"NodeNames\":[\"n1\",]}",
                        "not valid JSON at byte 28: there is ']}', wanted a string"),
                malformed(
                        "nodes are a list", "{\"Pod\":{},\"Nodes\":[]}", "Nodes is []: allowed are a NodeList or null"),
                malformed(
                        "items are an object",
                        "{\"Pod\":{},\"Nodes\":{\"items\":{}}}",
                        "Nodes.items is an object: allowed is an array"),
                malformed(
                        "an item is text",
                        "{\"Pod\":{},\"Nodes\":{\"items\":[{\"metadata\":{\"name\":\"n1\"}},\"n2\"]}}",
                        "Nodes.items[1] is \"n2\": allowed is an object"),
                malformed(
                        "an item without name",
                        "{\"Pod\":{},\"Nodes\":{\"items\":[{\"metadata\":{\"name\":7}}]}}",
                        "Nodes.items[0].metadata.name is missing"),
                wrongPod("metadata", "\"metadata\":7", "Pod.metadata is 7: allowed is an object"),
                wrongPod("uid", "\"metadata\":{\"uid\":[1]}", "Pod.metadata.uid is an array: allowed is a string"),
                wrongPod("name", "\"metadata\":{\"name\":true}", "Pod.metadata.name is true: allowed is a string"),
                wrongPod(
                        "namespace",
                        "\"metadata\":{\"namespace\":{}}",
                        "Pod.metadata.namespace is an object: allowed is a string"),
                wrongPod(
                        "annotations",
                        "\"metadata\":{\"annotations\":[]}",
                        "Pod.metadata.annotations is an array: allowed is an object"),
                wrongPod(
                        "an annotation",
                        "\"metadata\":{\"annotations\":{\"a/b\":1}}",
                        "Pod.metadata.annotations.a/b is 1: allowed is a string"),
                wrongPod(
                        "labels",
                        "\"metadata\":{\"labels\":\"x\"}",
                        "Pod.metadata.labels is \"x\": allowed is an object"),
                wrongPod("spec", "\"spec\":[[]]", "Pod.spec is an array: allowed is an object"),
                wrongPod(
                        "priority",
                        "\"spec\":{\"priority\":\"high\"}",
                        "Pod.spec.priority is \"high\": allowed is a whole number"),
                wrongPod(
                        "a fraction of priority",
                        "\"spec\":{\"priority\":1.0}",
                        "Pod.spec.priority is 1.0: allowed is a whole number"),
                wrongPod(
                        "priority of 64 bits",
                        "\"spec\":{\"priority\":3000000000}",
                        "Pod.spec.priority is 3000000000: allowed is a whole number of 32 bits"),
                wrongPod(
                        "priority of 70 bits",
                        "\"spec\":{\"priority\":-1180591620717411303424}",
                        "Pod.spec.priority is -1180591620717411303424: allowed is a whole number of 32 bits"),
                wrongPod(
                        "group",
                        "\"spec\":{\"schedulingGroup\":{\"podGroupName\":1}}",
                        "Pod.spec.schedulingGroup.podGroupName is 1: allowed is a string"),
                wrongPod(
                        "containers",
                        "\"spec\":{\"containers\":{}}",
                        "Pod.spec.containers is an object: allowed is an array"),
                wrongPod(
                        "a container",
                        "\"spec\":{\"initContainers\":[{},\"c\"]}",
                        "Pod.spec.initContainers[1] is \"c\": allowed is an object"),
                wrongPod(
                        "resources",
                        "\"spec\":{\"containers\":[{\"resources\":[]}]}",
                        "Pod.spec.containers[0].resources is an array: allowed is an object"),
                wrongPod(
                        "requests",
                        "\"spec\":{\"containers\":[{\"resources\":{\"requests\":\"all\"}}]}",
                        "Pod.spec.containers[0].resources.requests is \"all\": allowed is an object"),
                wrongPod(
                        "a quantity",
                        "\"spec\":{\"containers\":[{\"resources\":{\"limits\":{\"nvidia.com/gpu\":{}}}}]}",
                        "Pod.spec.containers[0].resources.limits.nvidia.com/gpu is an object: allowed is a quantity such as \"2\""),
                wrongPod(
                        "a long value",
                        "\"metadata\":\"" + "x".repeat(1_000) + "\"",
                        "Pod.metadata is \"" + "x".repeat(40) + "…\": allowed is an object"));
    }

    static Stream<BadCase> impossible() {
        return Stream.of(
                refused(
                        "negative",
                        pod("p", "gpu", "-1"),
                        "container c asks for \"-1\" of nvidia.com/gpu: allowed are whole numbers from 0 on"),
                refused(
                        "fraction",
                        pod("p", "gpu", "1.5"),
                        "container c asks for \"1.5\" of nvidia.com/gpu: allowed are whole numbers from 0 on"),
                refused(
                        "thousandths",
                        pod("p", "port0", "1500m"),
                        "container c asks for \"1500m\" of nvidia.com/sriov_rdma_vf_port0: allowed are whole numbers from 0 on"),
                refused(
                        "garbage",
                        pod("p", "gpu", "two"),
                        "container c asks for \"two\" of nvidia.com/gpu: allowed are whole numbers from 0 on"),
                refused(
                        "nothing",
                        pod("p", "gpu", ""),
                        "container c asks for \"\" of nvidia.com/gpu: allowed are whole numbers from 0 on"),
                refused(
                        "long garbage",
                        pod("p", "gpu", "x".repeat(500)),
                        "container c asks for \"" + "x".repeat(40)
                                + "…\" of nvidia.com/gpu: allowed are whole numbers from 0 on"),
                refused(
                        "several wrong",
                        pod("p", "port1", "x", "gpu", "y", "port0", "z"),
                        "container c asks for \"y\" of nvidia.com/gpu: allowed are whole numbers from 0 on; "
                                + "container c asks for \"z\" of nvidia.com/sriov_rdma_vf_port0: allowed are whole numbers from 0 on; "
                                + "container c asks for \"x\" of nvidia.com/sriov_rdma_vf_port1: allowed are whole numbers from 0 on"),
                refused(
                        "huge",
                        pod("p", "gpu", "9E"),
                        "the pod asks for 2147483647 of nvidia.com/gpu: allowed are 0 to 1000000"),
                refused(
                        "two GPU names",
                        pod("p", "gpu", "1", "amd.com/gpu", "1"),
                        "the pod asks for GPUs by two names, amd.com/gpu and nvidia.com/gpu: allowed is one"),
                refused(
                        "too many names",
                        pod(
                                "p",
                                IntStream.range(0, 300)
                                        .boxed()
                                        .flatMap(i -> Stream.of("port" + i, "1"))
                                        .toArray(String[]::new)),
                        "the pod asks for devices by 300 names: allowed are up to 256"),
                refused(
                        "wrong policy",
                        annotated("\"switchman.io/policy\":\"must\""),
                        "switchman.io/policy: must is not allowed; allowed are require, prefer, ignore"),
                refused(
                        "wrong key",
                        annotated("\"switchman.io/polcy\":\"require\""),
                        "switchman.io/polcy: is not a known key. Maybe switchman.io/policy"),
                refused(
                        "contradiction",
                        annotated("\"switchman.io/policy\":\"ignore\",\"switchman.io/locality\":\"SAME_NUMA\""),
                        "switchman.io/locality: SAME_NUMA contradicts switchman.io/policy: ignore, which looks at no locality. Maybe remove one of the two"),
                refused(
                        "lone surrogate",
                        annotated("\"switchman.io/policy\":\"\\ud800\""),
                        "switchman.io/policy: \uFFFD is not allowed; allowed are require, prefer, ignore"),
                refused(
                        "control characters",
                        annotated("\"switchman.io/policy\":\"a\\n\\u0000\\\"b\""),
                        "switchman.io/policy: a\uFFFD\uFFFD\"b is not allowed; allowed are require, prefer, ignore"),
                refused(
                        "all at once",
                        pod("p", "\"switchman.io/policy\":\"must\"", 0, "gpu", "-1"),
                        "container c asks for \"-1\" of nvidia.com/gpu: allowed are whole numbers from 0 on; switchman.io/policy: must is not allowed; allowed are require, prefer, ignore"));
    }

    private static BadCase wrongPod(String what, String members, String error) {
        return malformed("wrong " + what, "{\"Pod\":{" + members + "},\"NodeNames\":[\"n1\"]}", error);
    }

    private static BadCase refused(String what, String pod, String error) {
        return new BadCase(what, "filter", BadCase.utf8(offer(pod, "n1", "n2")), 200, error);
    }

    private static String annotated(String annotations) {
        return pod("p", annotations, 0, "gpu", "1");
    }
}
