package io.switchman.extender.config;

/**
 * An address to listen on.
 *
 * @param host a host name or address
 * @param port 0 to 65535; 0 takes any free port
 */
public record Listener(String host, int port) {}
