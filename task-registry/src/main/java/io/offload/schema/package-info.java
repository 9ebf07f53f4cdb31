/** JSON Schemas of inputs and results: made from Java types when the application is built or started, checked on submission and before execution. */
package io.offload.schema;
