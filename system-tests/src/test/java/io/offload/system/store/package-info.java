/** The SQL of Offload against a real Postgres, without any service: every statement, every state and event, and a seeded simulation. */
package io.offload.system.store;
