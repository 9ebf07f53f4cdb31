package io.offload.trial;

import io.offload.task.Task;
import io.offload.task.TaskContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Methods that block for ever in different ways, with a timeout of 500 ms. */
@ApplicationScoped
public class TimeoutTasks {
    private final TrialJournal journal;
    private final ReentrantLock neverFree = new ReentrantLock();

    @Inject
    public TimeoutTasks(TrialJournal journal) {
        this.journal = journal;
        Thread.ofPlatform().daemon().start(() -> {
            neverFree.lock();
            LockSupport.park();
        });
    }

    @Task(queue = "trial", timeout = "500ms")
    public void trialTimeoutSleep(TaskContext run) throws InterruptedException {
        journal.write(run, "started");
        Thread.sleep(Duration.ofHours(1));
    }

    @Task(queue = "trial", timeout = "500ms")
    public int trialTimeoutIo(TaskContext run) throws IOException {
        journal.write(run, "started");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            return socket.getInputStream().read();
        }
    }

    @Task(queue = "trial", timeout = "500ms")
    public void trialTimeoutLock(TaskContext run) throws InterruptedException {
        journal.write(run, "started");
        neverFree.lockInterruptibly();
    }

    /** Ignores interruption for {@code duration}. */
    @Task(queue = "trial", timeout = "500ms")
    public void trialTimeoutIgnored(Duration duration, TaskContext run) {
        journal.write(run, "started");
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
        }
        journal.write(run, "finished");
    }

    @Task(queue = "trial", timeout = "300ms", retries = 1, retryDelay = "10ms", retryOn = IOException.class)
    public int trialTimeoutRetried(TaskContext run) throws InterruptedException {
        journal.write(run, "started");
        if (run.attempt() == 1) {
            Thread.sleep(Duration.ofHours(1));
        }
        return run.attempt();
    }
}
