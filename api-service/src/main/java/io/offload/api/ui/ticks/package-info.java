/** The beat by which open pages renew what they show. */
package io.offload.api.ui.ticks;
