/** The demo page and the dashboard: a package a page. They show what the REST API tells, and change it in the same ways. */
package io.offload.api.ui;
