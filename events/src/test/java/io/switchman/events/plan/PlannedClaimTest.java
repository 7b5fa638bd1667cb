package io.switchman.events.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchman.topology.Machines;
import io.switchman.topology.Sketch.Naming;
import io.switchman.topology.model.Machine;
import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.Port;
import io.switchman.topology.state.Claim;
import io.switchman.topology.state.PodId;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A claim is the same after its way through a plan's text, and fits no machine that lacks its devices. */
class PlannedClaimTest {
    private static final PodId POD = new PodId("uid-1");

    @Test
    void comesBackAsItWas() {
        SplittableRandom random = new SplittableRandom(5);
        List<Machine> machines = List.of(
                Machines.hgx(Naming.PER_RAIL),
                Machines.a100(Naming.POOLED),
                Machines.dualPort(Naming.POOLED),
                Machines.p5(Naming.PER_RAIL));
        for (int i = 0; i < 2000; i++) {
            Machine machine = machines.get(random.nextInt(machines.size()));
            Claim claim = claim(machine, random);
            PlacedPlan plan = PlannedClaim.plan("x", "n", 1, Plans.PAIR.promise(), claim, machine);
            String text = String.valueOf(PlanText.write(plan));

            assertThat(PlanText.read(text))
                    .isInstanceOfSatisfying(
                            PlanReading.Read.class,
                            read -> assertThat(back(read.plan(), machine)).isEqualTo(new ClaimReading.Fits(claim)));
        }
    }

    @Test
    void fitsNoMachineThatLacksADevice() {
        Machine machine = Machines.hgx(Naming.PER_RAIL);
        Claim claim = new Claim(POD, "ns/p", 0, 0b11, new int[] {8, 0, 0, 0, 0, 0, 0, 0});
        PlacedPlan plan = PlannedClaim.plan("x", "n", 1, Plans.PAIR.promise(), claim, machine);
        PciAddress strange = PciAddress.of("00ff:00:00.0");

        assertThat(back(plan, Machines.hgx(Naming.PER_RAIL, 7))).isInstanceOf(ClaimReading.Unfit.class);
        assertThat(back(plan, Machines.hgx(Naming.POOLED))).isInstanceOf(ClaimReading.Unfit.class);
        assertThat(back(plan.with(new PlanExtent.OneOf(List.of(plan.gpus(), List.of(strange)))), machine))
                .isEqualTo(new ClaimReading.Unfit("the machine has no GPU 00ff:00:00.0"));
        assertThat(back(
                        new PlacedPlan("x", "n", 1, plan.promise(), List.of(strange), plan.vfs(), plan.extent()),
                        machine))
                .isEqualTo(new ClaimReading.Unfit("the machine has no GPU 00ff:00:00.0"));
    }

    /** A plan names pools by resource and port, and a port may have two pools of one name: they count together. */
    @Test
    void poolsOfOneNameAndPortAreOne() {
        Machine machine = twoPoolsEach(Machines.hgx(Naming.PER_RAIL, 2));
        int[] vfs = new int[machine.sources().size()];
        vfs[0] = 1;
        vfs[1] = 2;
        vfs[3] = 1;
        PlacedPlan plan =
                PlannedClaim.plan("x", "n", 1, Plans.PAIR.promise(), new Claim(POD, "ns/p", 7, 0b1, vfs), machine);

        assertThat(plan.vfs()).extracting(PlannedVfs::count).containsExactly(3, 1);
        assertThat(back(plan, machine))
                .isInstanceOfSatisfying(
                        ClaimReading.Fits.class,
                        fits -> assertThat(fits.claim().vfs()).startsWith(2, 1, 1, 0));
        assertThat(back(plan, Machines.hgx(Naming.PER_RAIL, 2))).isInstanceOf(ClaimReading.Unfit.class);
    }

    private static Machine twoPoolsEach(Machine machine) {
        List<Port> ports = machine.ports().stream()
                .map(port -> new Port(
                        port.id(),
                        port.device(),
                        port.rail(),
                        port.netdev(),
                        port.rdma(),
                        List.of(port.pools().getFirst(), port.pools().getFirst())))
                .toList();
        return new Machine(machine.name(), machine.numa(), machine.gpus(), ports, machine.nvlink());
    }

    private static ClaimReading back(PlacedPlan plan, Machine machine) {
        return PlannedClaim.claim(plan, machine, POD, "ns/p", 7);
    }

    private static Claim claim(Machine machine, SplittableRandom random) {
        int all = (1 << machine.gpus().size()) - 1;
        int gpus = random.nextInt() & all;
        int[] vfs = new int[machine.sources().size()];
        for (int source = 0; source < vfs.length; source++) {
            vfs[source] = random.nextInt(2)
                    * random.nextInt(machine.sources().get(source).pool().total() + 1);
        }
        Claim.Extent extent = switch (random.nextInt(3)) {
            case 0 -> new Claim.Extent.Exact();
            case 1 -> new Claim.Extent.Any();
            default -> new Claim.Extent.OneOf(List.of(gpus, ~gpus & all));
        };
        return new Claim(POD, "ns/p", 7, gpus, vfs, extent);
    }
}
