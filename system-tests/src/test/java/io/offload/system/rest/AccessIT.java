package io.offload.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.Http;
import io.offload.system.OffloadSystem;
import io.offload.system.Reply;
import io.offload.system.ServiceProcess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What OFFLOAD_API_TOKEN asks of programs and of people. */
class AccessIT {
    private static final String TOKEN = "a token of this test";
    private static ServiceProcess service;

    @BeforeAll
    static void startWithToken() {
        service = OffloadSystem.shared().addApi(Map.of("OFFLOAD_API_TOKEN", TOKEN + "\n")); // as a secret made of a file's content ends
    }

    @AfterAll
    static void stop() {
        service.kill();
    }

    @Test
    void withoutTheTokenNothingButHealthAnswers() {
        for (String path : List.of("/api/v1/runs", "/api/v1/tasks", "/q/metrics", "/openapi", "/docs", "/ui", "/", "/tasks/x/status", "//api/v1/runs",
                "/q/health/../../api/v1/runs", "/q/health/%2e%2e/%2e%2e/api/v1/runs", "/login/../api/v1/runs", "/api/v1/runs;x=/login", "/nothing",
                "/api/v1/runs/019b76da-a800-7000-8000-000000000000/events")) {
            Reply reply = Http.get(service.url() + path);
            Problems.expect(reply, 401, "unauthorized");
            assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
        }
        for (String header : List.of("Bearer x", "Bearer ", "Basic " + TOKEN, TOKEN)) {
            Problems.expect(Http.get(service.url() + "/api/v1/tasks", "Authorization", header), 401, "unauthorized");
        }
        assertThat(Http.get(service.url() + "/q/health/live").status()).isEqualTo(200);
        assertThat(Http.get(service.url() + "/q/health/ready").status()).isEqualTo(200);
    }

    @Test
    void theTokenOpensTheApi() {
        for (String path : List.of("/api/v1/runs", "/q/metrics", "/openapi")) {
            assertThat(Http.get(service.url() + path, "Authorization", "Bearer " + TOKEN).status()).isEqualTo(200);
        }
    }

    @Test
    void pagesLeadToTheFormAndItsCookieOpensThem() {
        Reply away = Http.get(service.url() + "/docs?a=b", "Accept", "text/html");
        assertThat(away.status()).isEqualTo(303);
        assertThat(away.header("Location")).isEqualTo("/login?next=%2Fdocs%3Fa%3Db");
        assertThat(Http.get(service.url() + away.header("Location"), "Accept", "text/html").text()).contains("name=\"next\" value=\"/docs?a=b\"");
        assertThat(login("token=wrong&next=/ui").status()).isEqualTo(401);
        Reply in = login("token=" + TOKEN.replace(' ', '+') + "&next=/docs");
        assertThat(in.status()).isEqualTo(303);
        assertThat(in.header("Location")).endsWith("/docs");
        assertThat(in.header("Set-Cookie")).contains("HttpOnly", "SameSite=Lax", "Path=/").doesNotContain(TOKEN);
        String cookie = in.header("Set-Cookie").substring(0, in.header("Set-Cookie").indexOf(';'));
        assertThat(Http.get(service.url() + "/api/v1/tasks", "Cookie", cookie).status()).isEqualTo(200);
        Problems.expect(Http.get(service.url() + "/api/v1/tasks", "Cookie", cookie.replace("session=", "session=9")), 401, "unauthorized");
        Problems.expect(Http.get(service.url() + "/api/v1/tasks", "Cookie", "offload_session=9999999999.00"), 401, "unauthorized");
    }

    @Test
    void formsSentAfterTheSessionEndedLeadToTheFormToo() {
        for (String path : List.of("/ui/tasks/echo", "/logout", "/ui/queues/default/pause")) {
            Reply away = Http.post(service.url() + path, "application/x-www-form-urlencoded", new byte[0], "Accept", "text/html,*/*");
            assertThat(away.status()).as(path).isEqualTo(303);
            assertThat(away.header("Location")).as(path).isEqualTo("/login?next=%2Fui");
        }
        Problems.expect(Http.post(service.url() + "/api/v1/tasks/echo/runs", "application/json", new byte[0], "Accept", "text/html"), 401, "unauthorized");
    }

    @Test
    void otherSitesCannotUseTheSession() {
        String cookie = login("token=" + TOKEN.replace(' ', '+')).header("Set-Cookie").split(";")[0];
        String path = service.url() + "/api/v1/queues/nope/pause";
        Problems.expect(Http.post(path, "text/plain", new byte[0], "Cookie", cookie, "Origin", "http://evil.example"), 403, "forbidden");
        Problems.expect(Http.post(path, "text/plain", new byte[0], "Cookie", cookie, "Sec-Fetch-Site", "cross-site"), 403, "forbidden");
        Problems.expect(Http.post(path, "text/plain", new byte[0], "Cookie", cookie, "Sec-Fetch-Site", "same-origin"), 404, "not-found");
    }

    @Test
    void loginNeverLeadsElsewhere() {
        for (String next : List.of("//evil.example", "https://evil.example", "/%5C%5Cevil.example", "javascript:x", "/x%0d%0aY:z")) {
            assertThat(login("token=" + TOKEN.replace(' ', '+') + "&next=" + next).header("Location")).endsWith("/ui").contains(service.url());
        }
    }

    private static Reply login(String form) {
        return Http.post(service.url() + "/login", "application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8));
    }
}
