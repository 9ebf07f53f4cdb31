package io.offload.system.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.Api;
import io.offload.system.OffloadSystem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Records in a command topic that are no commands. */
class PoisonIT {
    private static final String TOPIC = "offload.task-runs.trial";
    private final OffloadSystem system = OffloadSystem.shared();
    private final Api api = system.api();

    @Test
    void recordsThatAreNoCommandsGoToTheDeadLettersWithTheReasonAndOffsetsMoveOn() {
        double counted = system.trialWorkers().getFirst().metric("offload_worker_dead_letters_total");
        UUID id = UUID.randomUUID();
        List<byte[]> poison = new ArrayList<>();
        poison.add(null);
        poison.add(new byte[0]);
        poison.add("garbage".getBytes(StandardCharsets.UTF_8));
        poison.add(("{\"v\":2,\"id\":\"" + id + "\",\"task\":\"trial-noop\",\"queue\":\"trial\"}").getBytes(StandardCharsets.UTF_8));
        poison.add("{\"v\":1,\"id\":\"nonsense\",\"task\":\"t\",\"queue\":\"q\"}".getBytes(StandardCharsets.UTF_8));
        poison.add(("{\"v\":1,\"id\":\"" + id + "\",\"task\":\"t\",\"queue\":\"q\",\"input\":{}}").getBytes(StandardCharsets.UTF_16BE));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", system.kafka().bootstrapServers()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] value : poison) {
                producer.send(new ProducerRecord<>(TOPIC, 3, "poison".getBytes(StandardCharsets.UTF_8), value));
            }
            ProducerRecord<byte[], byte[]> oddHeader = new ProducerRecord<>(TOPIC, 3, null,
                    ("{\"v\":1,\"id\":\"" + id + "\",\"task\":\"trial-noop\",\"queue\":\"trial\"}").getBytes(StandardCharsets.UTF_8));
            oddHeader.headers().add("traceparent", null);
            producer.send(oddHeader);
            producer.send(new ProducerRecord<>(TOPIC, 3, null,
                    ("{\"v\":1,\"id\":\"" + UUID.randomUUID() + "\",\"task\":\"nobody-has-it\",\"queue\":\"trial\"}").getBytes(StandardCharsets.UTF_8)));
            producer.flush();
        }
        List<ConsumerRecord<byte[], byte[]>> letters = letters(poison.size());
        assertThat(letters).allSatisfy(letter -> {
            assertThat(header(letter, "offload-topic")).isEqualTo(TOPIC);
            assertThat(header(letter, "offload-partition")).isEqualTo("3");
            assertThat(header(letter, "offload-offset")).matches("\\d+");
        });
        assertThat(letters.stream().map(letter -> header(letter, "offload-reason"))).anyMatch(reason -> reason.contains("no value"))
                .anyMatch(reason -> reason.contains("not JSON")).anyMatch(reason -> reason.contains("version 2 is not 1"))
                .anyMatch(reason -> reason.contains("not a UUID")).anyMatch(reason -> reason.contains("not UTF-8"));
        awaitOffsetsAtTheEnd();
        await("metrics count each").atMost(Duration.ofSeconds(10)).until(() ->
                system.trialWorkers().getFirst().metric("offload_worker_dead_letters_total") - counted == poison.size());
        String after = api.run("trial-noop", "{\"value\":1}");
        assertThat(api.awaitEnd(after).at("/state/type").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void commandThatIsRepeatedExecutesNothing() {
        String id = api.run("trial-noop", "{\"value\":1}");
        api.awaitEnd(id);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", system.kafka().bootstrapServers()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 20; i++) {
                producer.send(new ProducerRecord<>(TOPIC, i % 12, null,
                        ("{\"v\":1,\"id\":\"" + id + "\",\"task\":\"trial-noop\",\"queue\":\"trial\",\"input\":{\"value\":1}}").getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }
        awaitOffsetsAtTheEnd();
        assertThat(system.journal().starts(id)).hasSize(1);
    }

    private List<ConsumerRecord<byte[], byte[]>> letters(int expected) {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", system.kafka().bootstrapServers(),
                "auto.offset.reset", "earliest"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition("offload.dead-letters", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
                return letters.size() >= expected;
            });
        }
        return letters;
    }

    private void awaitOffsetsAtTheEnd() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", system.kafka().bootstrapServers()))) {
            TopicPartition partition = new TopicPartition(TOPIC, 3);
            await("committed offset at the end of partition 3").atMost(Duration.ofSeconds(20)).until(() -> {
                long end = admin.listOffsets(Map.of(partition, org.apache.kafka.clients.admin.OffsetSpec.latest())).partitionResult(partition).get().offset();
                var committed = admin.listConsumerGroupOffsets("offload.trial").partitionsToOffsetAndMetadata().get().get(partition);
                return committed != null && committed.offset() == end;
            });
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
