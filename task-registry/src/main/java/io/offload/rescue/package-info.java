/** What becomes of a dead worker's runs: its session is called lost by the database's clock, and its runs wait for another worker. */
package io.offload.rescue;
