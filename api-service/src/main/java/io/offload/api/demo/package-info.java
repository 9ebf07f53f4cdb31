/** The contract of the demo page: submit some data with a target type, ask how it is going. */
package io.offload.api.demo;
