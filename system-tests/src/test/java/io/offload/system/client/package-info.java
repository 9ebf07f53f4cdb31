/** The Java client against a whole system. */
package io.offload.system.client;
