/** What is in deploy/kubernetes: every resource fits its type or schema, and what they say of Offload is true. */
package io.offload.system.kubernetes;
