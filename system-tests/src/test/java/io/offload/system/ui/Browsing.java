package io.offload.system.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests that use pages as people do, in a real Chromium. After each of them the browser must have had nothing to complain about. */
abstract class Browsing {
    private static final String NOTICE = """

            ********************************************************************************
            * There is no chromium on this machine: THE BROWSER TESTS ARE SKIPPED.         *
            * Install it (Debian: apt-get install chromium) and run them again.            *
            ********************************************************************************
            """;
    static Chromium browser;

    Tab tab;

    @BeforeAll
    static void openBrowser() {
        if (Chromium.installed().isEmpty()) {
            System.err.println(NOTICE);
        }
        assumeTrue(Chromium.installed().isPresent(), "no chromium is installed");
        browser = new Chromium(Chromium.installed().get());
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openTab() {
        tab = browser.tab(1280, 900);
    }

    @AfterEach
    void nothingToComplainAbout() {
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }
}
