package io.switchman.extender.prefer;

/** Traits of nodes as the cluster tells them. Asked on the writer's thread. */
public interface KnownTraits {
    /** Nobody tells. */
    KnownTraits NONE = new KnownTraits() {
        @Override
        public NodeTraits of(String node) {
            return NodeTraits.NONE;
        }

        @Override
        public boolean anyDiscourages() {
            return false;
        }
    };

    /** What a node is like. */
    NodeTraits of(String node);

    /** Whether any node has a taint that asks pods to stay away; if none has, tolerations need no look. */
    boolean anyDiscourages();
}
