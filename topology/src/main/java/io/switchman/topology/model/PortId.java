package io.switchman.topology.model;

/**
 * One network port. Almost always a port is a PCI function of its own; where one function has two (or where an NCCL file
 * has merged the functions of a card), the number tells them apart.
 *
 * @param function the physical function
 * @param number the port's number on that function, from 1, as in {@code infiniband/<dev>/ports/<n>}
 */
public record PortId(PciAddress function, int number) implements Comparable<PortId> {
    public PortId {
        if (number < 1) {
            throw new IllegalArgumentException("port number " + number + " of " + function + " is below 1");
        }
    }

    public PortId(PciAddress function) {
        this(function, 1);
    }

    @Override
    public int compareTo(PortId other) {
        int byFunction = function.compareTo(other.function);
        return byFunction != 0 ? byFunction : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return number == 1 ? function.toString() : function + "/" + number;
    }
}
