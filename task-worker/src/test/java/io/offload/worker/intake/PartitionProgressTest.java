package io.offload.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private final PartitionProgress progress = new PartitionProgress();

    @Test
    void nothingReadNothingToCommit() {
        assertThat(progress.advance()).isEqualTo(-1);
    }

    @Test
    void offsetStopsAtTheFirstCommandThatIsNotDecided() {
        Intaken first = read(10);
        Intaken second = read(11);
        Intaken third = read(12);
        third.decided();
        assertThat(progress.advance()).isEqualTo(-1);
        first.decided();
        assertThat(progress.advance()).isEqualTo(11);
        second.decided();
        assertThat(progress.advance()).isEqualTo(13);
    }

    @Test
    void offsetIsOfferedUntilItIsCommitted() {
        read(5).decided();
        assertThat(progress.advance()).isEqualTo(6);
        assertThat(progress.advance()).as("the commit failed").isEqualTo(6);
        progress.committed(6);
        assertThat(progress.advance()).isEqualTo(-1);
    }

    private Intaken read(long offset) {
        Intaken intaken = new Intaken(null, null, PARTITION, offset);
        progress.add(intaken);
        return intaken;
    }
}
