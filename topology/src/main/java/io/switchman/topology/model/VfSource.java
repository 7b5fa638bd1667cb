package io.switchman.topology.model;

/**
 * One pool of one port, as an entry of a machine's flat list: what a VF is drawn from.
 *
 * @param port index into {@link Machine#ports()}
 * @param pool the pool
 */
public record VfSource(int port, VfPool pool) {}
