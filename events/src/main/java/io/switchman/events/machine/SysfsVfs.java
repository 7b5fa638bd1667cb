package io.switchman.events.machine;

import io.switchman.topology.model.PciAddress;
import io.switchman.topology.model.VfPool;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which functions are virtual, and whose. A VF shares the place of its physical function whatever its own bus number, so
 * it is no device of its own here; only where its physical function is out of sight, as in a virtual machine, it is.
 */
final class SysfsVfs {
    private static final String VIRTFN = "virtfn";

    private final Map<PciAddress, SysfsPlace> places;
    private final Attributes attributes;
    private final Map<PciAddress, Map<Integer, PciAddress>> ofPf = new HashMap<>();
    private final Map<PciAddress, PciAddress> pfOf = new HashMap<>();

    SysfsVfs(Map<PciAddress, SysfsPlace> places, Attributes attributes) {
        this.places = places;
        this.attributes = attributes;
        places.forEach((address, place) -> {
            PciAddress pf = SysfsReader.lastOf(Attributes.link(place.directory().resolve("physfn")));
            if (pf != null) {
                pfOf.put(address, pf);
            }
            Map<Integer, PciAddress> vfs = virtualOf(place.directory());
            vfs.values().forEach(vf -> pfOf.put(vf, address));
            ofPf.put(address, vfs);
        });
    }

    boolean isOfVisiblePf(PciAddress address) {
        PciAddress pf = pfOf.get(address);
        return pf != null && places.containsKey(pf);
    }

    /** The VFs of a function, or null if it can have none. */
    @Nullable
    VfFacts of(PciAddress address) {
        Path directory = Objects.requireNonNull(places.get(address)).directory();
        Integer total = attributes.decimal(directory.resolve("sriov_totalvfs"), 0, VfPool.MAX_VFS);
        if (total == null) {
            return null;
        }
        List<PciAddress> vfs =
                List.copyOf(Objects.requireNonNull(ofPf.get(address)).values());
        Path numVfs = directory.resolve("sriov_numvfs");
        Integer configured = attributes.decimal(numVfs, 0, VfPool.MAX_VFS);
        if (configured == null) {
            configured = vfs.size();
        }
        if (configured > total) {
            attributes.problem(numVfs, configured + " VFs are configured but sriov_totalvfs is " + total);
            return null;
        }
        return new VfFacts(total, configured, vfs);
    }

    private static Map<Integer, PciAddress> virtualOf(Path directory) {
        Map<Integer, PciAddress> vfs = new TreeMap<>();
        for (String name : Attributes.names(directory, n -> n.matches(VIRTFN + "[0-9]{1,5}"))) {
            PciAddress vf = SysfsReader.lastOf(Attributes.link(directory.resolve(name)));
            if (vf != null) {
                vfs.put(Integer.parseInt(name.substring(VIRTFN.length())), vf);
            }
        }
        return vfs;
    }
}
