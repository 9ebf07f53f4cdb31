package io.offload.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.offload.system.Api;
import io.offload.system.EventStream.Event;
import io.offload.system.EventStream;
import io.offload.system.Http;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import io.offload.system.ServiceProcess;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code GET /api/v1/runs/{id}/events}. */
@Timeout(90)
class StreamIT {
    private final OffloadSystem system = OffloadSystem.shared();
    private final Api api = system.api();

    @Test
    void streamTellsStatesProgressAndLogsAndEnds() throws Exception {
        String id = api.submit("trial-progress", "{\"input\":{\"steps\":4,\"pause\":\"PT0.6S\"},\"delay\":\"PT0.5S\"}").expect(202).json().get("id").asText();
        List<Event> events = all(id);
        assertThat(events.getFirst().type()).isEqualTo("state");
        assertThat(Reply.treeOf(events.getFirst().data()).get("id").asText()).isEqualTo(id);
        assertThat(events.getLast().type()).isEqualTo("end");
        assertThat(events.stream().filter(event -> event.type().equals("progress"))).isNotEmpty()
                .allSatisfy(event -> assertThat(Reply.treeOf(event.data()).has("fraction")).isTrue());
        List<Event> states = events.stream().filter(event -> event.type().equals("state")).toList();
        assertThat(Reply.treeOf(states.getLast().data()).at("/state/type").asText()).isEqualTo("COMPLETED");
        assertThat(states.stream().map(event -> Integer.parseInt(event.id().split("\\.")[0]))).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void logLinesComeInOrderBeforeTheEnd() throws Exception {
        String id = api.run("trial-logs", "{\"lines\":1200,\"length\":5}");
        List<Event> logs = all(id).stream().filter(event -> event.type().equals("log")).toList();
        assertThat(logs).hasSize(1201);
        for (int i = 0; i < logs.size(); i++) {
            assertThat(logs.get(i).id()).endsWith("." + (i + 1));
            assertThat(Reply.treeOf(logs.get(i).data()).get("seq").asInt()).isEqualTo(i + 1);
        }
    }

    @Test
    void streamGoesOnWhereItWasLeft() throws Exception {
        String id = api.run("trial-logs", "{\"lines\":30,\"length\":5}");
        api.awaitEnd(id);
        List<Event> whole = all(id);
        int revision = api.view(id).get("revision").asInt();
        List<Event> rest = all(id, "Last-Event-ID", "2.20");
        assertThat(rest.stream().filter(event -> event.type().equals("log")).map(Event::id)).first().isEqualTo("2.21");
        assertThat(rest.stream().filter(event -> event.type().equals("log"))).hasSize(11);
        assertThat(rest.stream().filter(event -> event.type().equals("state"))).hasSize(1);
        assertThat(all(id, "Last-Event-ID", whole.getLast().id())).containsExactly(new Event(revision + ".31", "end", "{\"state\":\"COMPLETED\"}"));
    }

    @Test
    void positionThatNeverWasBeginsAnew() throws Exception {
        String id = api.run("echo", "{\"value\":1}");
        api.awaitEnd(id);
        assertThat(all(id, "Last-Event-ID", "99.99").stream().map(Event::type)).containsExactly("state", "end");
        Problems.expect(Http.get(url(id), "Last-Event-ID", "x"), 400, "unparsable");
    }

    @Test
    void inputWithLineBreaksArrivesWhole() throws Exception {
        String id = api.submit("echo", "{\"input\":{\n\"value\":\r\n7}}").expect(202).json().get("id").asText();
        assertThat(Reply.treeOf(all(id).getFirst().data()).at("/input/value").asInt()).isEqualTo(7);
    }

    @Test
    void quietStreamIsKeptOpenByCommentsAndStreamsAreLimited() throws Exception {
        ServiceProcess own = system.addApi(Map.of("OFFLOAD_STREAM_MAX_STREAMS", "1", "OFFLOAD_STREAM_KEEP_ALIVE", "1s"));
        String id = api.submit("echo", "{\"input\":{\"value\":1},\"delay\":\"PT6S\"}").expect(202).json().get("id").asText();
        String url = own.url() + "/api/v1/runs/" + id + "/events";
        try (EventStream stream = EventStream.open(url)) {
            assertThat(stream.contentType()).startsWith("text/event-stream");
            assertThat(stream.next().type()).isEqualTo("state");
            Reply refused = Http.get(url);
            Problems.expect(refused, 503, "unavailable");
            assertThat(refused.header("Retry-After")).isNotNull();
            assertThat(stream.next().type()).isEqualTo("state");
            assertThat(stream.comments()).isPositive();
        } finally {
            own.kill();
        }
    }

    @Test
    void stoppingInstanceAnswersItsLongPollsAndEndsItsStreams() throws Exception {
        ServiceProcess own = system.addApi(Map.of());
        String id = api.submit("echo", "{\"input\":{\"value\":1},\"delay\":\"PT1H\"}").expect(202).json().get("id").asText();
        try (EventStream stream = EventStream.open(own.url() + "/api/v1/runs/" + id + "/events")) {
            assertThat(stream.next().type()).isEqualTo("state");
            var poll = Http.client().sendAsync(HttpRequest.newBuilder(URI.create(own.url() + "/api/v1/runs/" + id + "?wait=60s")).build(),
                    BodyHandlers.ofString());
            await().atMost(Duration.ofSeconds(20)).until(() -> Http.get(own.url() + "/q/metrics").text().contains("offload_waits 1.0"));
            own.requestStop();
            assertThat(poll.get().statusCode()).isEqualTo(200);
            assertThat(poll.get().body()).contains("SCHEDULED");
            assertThat(stream.next()).isNull();
        } finally {
            own.kill();
        }
        api.cancel(id).expect(200);
    }

    private String url(String id) {
        return api.url() + "/api/v1/runs/" + id + "/events";
    }

    private List<Event> all(String id, String... headers) throws Exception {
        List<Event> events = new ArrayList<>();
        try (EventStream stream = EventStream.open(url(id), headers)) {
            assertThat(stream.status()).isEqualTo(200);
            for (Event event = stream.next(); event != null; event = stream.next()) {
                events.add(event);
            }
        }
        return events;
    }
}
