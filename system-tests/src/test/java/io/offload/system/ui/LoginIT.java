package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.offload.system.OffloadSystem;
import io.offload.system.ServiceProcess;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The form that stands before the pages when there is a token. */
class LoginIT extends Browsing {
    private static ServiceProcess service;

    @BeforeAll
    static void startWithToken() {
        service = OffloadSystem.shared().addApi(Map.of("OFFLOAD_API_TOKEN", "let me in"));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.kill();
        }
    }

    @Test
    void tokenOpensThePageThatWasAskedForUntilOneLogsOut() {
        tab.go(service.url() + "/ui/runs?task=echo");
        assertThat(tab.address()).isEqualTo("/login?next=%2Fui%2Fruns%3Ftask%3Decho");
        assertThat(tab.eval("document.activeElement.id").asText()).isEqualTo("token");
        tab.fill("#token", "let me out");
        tab.follow("button");
        assertThat(tab.read("#token-fault")).contains("not the token");
        tab.fill("#token", "let me in");
        tab.follow("button");
        assertThat(tab.address()).isEqualTo("/ui/runs?task=echo");
        tab.waitFor("document.querySelector('#lamp').innerText === 'Live'");
        tab.follow("form[action='/logout'] button");
        tab.go(service.url() + "/ui");
        assertThat(tab.address()).startsWith("/login");
        tab.complaints().removeIf(words -> words.contains("401"));
    }

    @Test
    void formIsStyledAccessibleAndAllowsNothingInline() throws Exception {
        try (Tab phone = browser.tab(390, 844).dark(true)) {
            phone.go(service.url() + "/login");
            assertThat(phone.eval("getComputedStyle(document.body).backgroundColor").asText()).isEqualTo("rgb(16, 20, 26)");
            phone.eval(Axe.script());
            assertThat(phone.eval(Axe.RUN)).isEmpty();
            assertThat(phone.eval("fetch('/login').then(r => r.headers.get('content-security-policy'))").asText()).contains("script-src 'self'", "frame-ancestors 'none'").doesNotContain("unsafe");
            assertThat(phone.complaints()).isEmpty();
        }
    }
}
