/** Whether this instance can do its work. */
package io.offload.api.health;
