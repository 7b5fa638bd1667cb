package io.switchman.extender.http;

/** The meters, as the operations listener sees them. */
public interface OperationsMeter extends VerbMeter {
    /** All meters in Prometheus' text format 0.0.4. May be called from one thread at a time. */
    String scrape();

    /** How long the writer's event loop keeps work waiting. */
    void writerLag(long nanos);
}
