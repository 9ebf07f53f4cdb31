/** The tasks that workers have published, with their schemas ready to check inputs. */
package io.offload.api.catalog;
