package io.switchman.extender.cluster;

import io.switchman.events.kube.lease.LeaseListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when the duties of one replica come and go. */
record LeaseLog(String identity) implements LeaseListener {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseLog.class);

    @Override
    public void gained() {
        LOG.info("{} has the Lease", identity);
    }

    @Override
    public void lost() {
        LOG.info("{} has the Lease no longer", identity);
    }
}
