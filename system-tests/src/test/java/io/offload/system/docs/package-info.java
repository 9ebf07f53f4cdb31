/** What the documentation shows is true: its commands are run, its outputs compared, its links followed. */
package io.offload.system.docs;
