package io.switchman.topology;

import static io.switchman.topology.Sketch.under;

import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Location;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.NumaId;
import java.util.List;

/** Machines as they are sold, with every port's VFs under one name or under a name for each rail. */
public final class Machines {
    /** VFs of a port where the test does not care. */
    public static final int VFS = 8;

    private Machines() {}

    /** HGX H100: eight switches, each with a GPU and a port; four on each of two sockets. */
    public static Machine hgx(Naming naming) {
        return hgx(naming, VFS);
    }

    public static Machine hgx(Naming naming, int vfs) {
        Sketch sketch = new Sketch("hgx", naming, vfs);
        for (int i = 0; i < 8; i++) {
            Location at = under(i / 4, i, i);
            sketch.gpu(at).port(at);
        }
        return sketch.build();
    }

    /** A100: four switches, each with two GPUs and two ports, each on a NUMA node of its own (3, 1, 7, 5). */
    public static Machine a100(Naming naming) {
        Sketch sketch = new Sketch("a100", naming, VFS);
        int[] numa = {3, 1, 7, 5};
        for (int i = 0; i < 4; i++) {
            Location at = under(numa[i], i, i);
            sketch.gpus(2, at).ports(2, at);
        }
        return sketch.build();
    }

    /** OCI BM.GPU.H100.8: eight switches, each with a GPU and a card of two ports. */
    public static Machine dualPort(Naming naming) {
        Sketch sketch = new Sketch("dual-port", naming, VFS);
        for (int i = 0; i < 8; i++) {
            Location at = under(i / 4, i, i);
            sketch.gpu(at).ports(2, at);
        }
        return sketch.build();
    }

    /** AWS p4d: four switches, each with two GPUs and one port. */
    public static Machine p4d(Naming naming) {
        Sketch sketch = new Sketch("p4d", naming, VFS);
        for (int i = 0; i < 4; i++) {
            Location at = under(i / 2, i, i);
            sketch.gpus(2, at).port(at);
        }
        return sketch.build();
    }

    /** AWS p5: eight switches, each with a GPU and four ports. */
    public static Machine p5(Naming naming) {
        Sketch sketch = new Sketch("p5", naming, 1);
        for (int i = 0; i < 8; i++) {
            Location at = under(i / 4, i, i);
            sketch.gpu(at).ports(4, at);
        }
        return sketch.build();
    }

    /** H20 with four rails: eight switches with a GPU each, a port beside every even one. */
    public static Machine h20(Naming naming) {
        Sketch sketch = new Sketch("h20", naming, VFS);
        for (int i = 0; i < 8; i++) {
            Location at = under(i / 4, i, i);
            sketch.gpu(at);
            if (i % 2 == 0) {
                sketch.port(at);
            }
        }
        return sketch.build();
    }

    /** Sixteen GPUs and ports: eight root ports, each with a switch that has two more below it. */
    public static Machine sixteen(Naming naming) {
        Sketch sketch = new Sketch("sixteen", naming, VFS);
        for (int i = 0; i < 16; i++) {
            Location at = under(i / 8, i / 2, 100 + i / 2, i);
            sketch.gpu(at).port(at);
        }
        return sketch.build();
    }

    /** A virtual machine that shows eight GPUs and eight ports with NUMA nodes and nothing nearer. */
    public static Machine flat(Naming naming) {
        Sketch sketch = new Sketch("flat", naming, VFS);
        for (int i = 0; i < 8; i++) {
            sketch.gpu(Sketch.on(i / 4)).port(Sketch.on(i / 4));
        }
        return sketch.build();
    }

    /** Eight GPUs and no port at all. */
    public static Machine noNic() {
        Sketch sketch = new Sketch("no-nic", Naming.POOLED, 0);
        for (int i = 0; i < 8; i++) {
            sketch.gpu(under(i / 4, i, i));
        }
        return sketch.build();
    }

    /** GB200-like: two Grace processors, each joined coherently to two GPUs; no PCIe ancestor is shared. */
    public static Machine c2c(Naming naming) {
        Sketch sketch = new Sketch("c2c", naming, VFS);
        for (int i = 0; i < 4; i++) {
            sketch.gpu(coherent(i / 2, i)).port(coherent(i / 2, 0x20 + i));
        }
        return sketch.build();
    }

    /**
     * Switches within switches: a NUMA node with two root ports; below each a switch with a port of its own and two
     * switches below it, each with a GPU; and a second NUMA node with GPUs and ports right below root ports.
     */
    public static Machine nested(Naming naming) {
        Sketch sketch = new Sketch("nested", naming, VFS);
        for (int i = 0; i < 4; i++) {
            sketch.gpu(under(0, i / 2, 100 + i / 2, i));
            if (i % 2 == 0) {
                sketch.port(under(0, i / 2, 100 + i / 2));
            }
        }
        for (int i = 4; i < 6; i++) {
            sketch.gpu(under(1, i)).port(under(1, 0x20 + i));
        }
        return sketch.build();
    }

    /** All of them. */
    public static List<Machine> all(Naming naming) {
        return List.of(
                hgx(naming),
                a100(naming),
                dualPort(naming),
                p4d(naming),
                p5(naming),
                h20(naming),
                sixteen(naming),
                flat(naming),
                noNic(),
                c2c(naming),
                nested(naming));
    }

    private static Location coherent(int processor, int root) {
        Location at = under(processor, root);
        return new Location(at.hostBridge(), at.rootPort(), at.switches(), new NumaId(processor), processor);
    }
}
