package io.offload.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.devservices.kafka.EmbeddedKafka;
import io.offload.kafka.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletePassedCommandsIT {
    private static EmbeddedKafka kafka;
    private static Admin admin;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        kafka = EmbeddedKafka.start(folder, 0);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.stop();
    }

    @Test
    void whatTheGroupHasPassedGoesAndNothingElse() throws Exception {
        TopicPartition read = new TopicPartition(Topics.commands("mail"), 0);
        TopicPartition unread = new TopicPartition(Topics.commands("mail"), 1);
        TopicPartition other = new TopicPartition(Topics.commands("other"), 0);
        admin.createTopics(Set.of(new NewTopic(read.topic(), 2, (short) 1), new NewTopic(other.topic(), 1, (short) 1))).all().get();
        for (TopicPartition partition : Set.of(read, unread, other)) {
            fill(partition);
        }
        admin.alterConsumerGroupOffsets(Topics.group("mail"), Map.of(read, new OffsetAndMetadata(7), other, new OffsetAndMetadata(9))).all().get();
        DeletePassedCommands delete = new DeletePassedCommands(admin);
        delete.deletePassed("mail");
        assertThat(earliest(read)).isEqualTo(7);
        assertThat(earliest(unread)).isZero();
        assertThat(earliest(other)).as("another queue's topic, whatever the group says of it").isZero();
        admin.alterConsumerGroupOffsets(Topics.group("mail"), Map.of(read, new OffsetAndMetadata(3))).all().get();
        delete.deletePassed("mail");
        assertThat(earliest(read)).as("after the group was set back").isEqualTo(7);
        delete.deletePassed("nobody-reads-it");
    }

    private static void fill(TopicPartition partition) {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(Map.of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, "command " + i));
            }
        }
    }

    private static long earliest(TopicPartition partition) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.earliest())).partitionResult(partition).get().offset();
    }
}
