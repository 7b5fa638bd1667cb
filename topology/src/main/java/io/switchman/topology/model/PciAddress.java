package io.switchman.topology.model;

import org.jspecify.annotations.Nullable;

/**
 * The address of one PCI function: domain, bus, device, function.
 *
 * <p>Domains may need more than four hex digits (Intel VMD starts at 0x10000), so they are kept as a number and compared
 * as one; NVML's eight-digit upper-case form is the same address. Source: kernel ABI {@code /sys/bus/pci/devices},
 * {@code pci_setup_device} in drivers/pci/probe.c ({@code "%04x:%02x:%02x.%d"}).
 *
 * @param domain 0 to 0x7fffffff
 * @param bus 0 to 255
 * @param device 0 to 31
 * @param function 0 to 7
 */
public record PciAddress(int domain, int bus, int device, int function) implements Comparable<PciAddress> {
    /** The domain and bus of addresses that topology files invent; no real bus is called so. */
    private static final int INVENTED_DOMAIN = 0xffff;

    private static final int INVENTED_BUS = 0xff;

    public PciAddress {
        if (domain < 0 || bus < 0 || bus > 0xff || device < 0 || device > 0x1f || function < 0 || function > 7) {
            throw new IllegalArgumentException("PCI address out of range: domain %d bus %d device %d function %d"
                    .formatted(domain, bus, device, function));
        }
    }

    /**
     * Reads {@code DDDD:BB:DD.F} with four to eight domain digits in either case.
     *
     * @return the address, or null if the text is not one
     */
    public static @Nullable PciAddress parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 4
                || colon > 8
                || text.length() != colon + 8
                || text.charAt(colon + 3) != ':'
                || text.charAt(colon + 6) != '.') {
            return null;
        }
        long domain = hex(text, 0, colon);
        long bus = hex(text, colon + 1, colon + 3);
        long device = hex(text, colon + 4, colon + 6);
        long function = hex(text, colon + 7, colon + 8);
        if (domain < 0
                || domain > Integer.MAX_VALUE
                || bus < 0
                || device < 0
                || device > 0x1f
                || function < 0
                || function > 7) {
            return null;
        }
        return new PciAddress((int) domain, (int) bus, (int) device, (int) function);
    }

    /**
     * Reads an address that must be one.
     *
     * @throws IllegalArgumentException if the text is not a PCI address
     */
    public static PciAddress of(String text) {
        PciAddress address = parse(text);
        if (address == null) {
            throw new IllegalArgumentException("not a PCI address: '" + text + "'. Maybe write it as 0000:3b:00.0");
        }
        return address;
    }

    /** Whether a topology file made this address up (NCCL files of clouds use {@code ffff:ff:01.0} for switches). */
    public boolean isInvented() {
        return domain == INVENTED_DOMAIN && bus == INVENTED_BUS;
    }

    @Override
    public int compareTo(PciAddress other) {
        int byDomain = Integer.compare(domain, other.domain);
        return byDomain != 0 ? byDomain : Integer.compare(within(), other.within());
    }

    /** The sysfs form: lower case, at least four domain digits. */
    @Override
    public String toString() {
        return "%04x:%02x:%02x.%d".formatted(domain, bus, device, function);
    }

    private int within() {
        return bus << 8 | device << 3 | function;
    }

    /** The value of hex digits in [from, to), or -1 if one of them is none. */
    private static long hex(String text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || text.charAt(i) > 'f') {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
