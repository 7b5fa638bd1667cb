package io.switchman.events.machine;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code information} file of one GPU under {@code /proc/driver/nvidia/gpus}: lines of a field, a colon, white space and
 * a value. Source: nv_procfs_read_gpu_info in NVIDIA's open kernel modules.
 *
 * @param model the product's name, or empty
 * @param uuid the UUID, or null: the driver prints question marks until the GPU was first opened
 * @param excluded whether the driver was configured to leave this GPU alone
 */
record GpuInformation(String model, @Nullable String uuid, boolean excluded) {
    static GpuInformation parse(String text) {
        Map<String, String> fields = new HashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        });
        String uuid = fields.getOrDefault("GPU UUID", "");
        return new GpuInformation(
                fields.getOrDefault("Model", ""),
                uuid.isEmpty() || uuid.contains("?") ? null : uuid,
                fields.getOrDefault("GPU Excluded", fields.getOrDefault("Excluded", "No"))
                        .equalsIgnoreCase("Yes"));
    }
}
