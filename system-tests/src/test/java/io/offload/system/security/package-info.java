/** Servers that let nobody in without proof of who it is. */
package io.offload.system.security;
