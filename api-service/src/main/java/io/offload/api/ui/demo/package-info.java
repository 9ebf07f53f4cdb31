/** The first page: data in, structured data out. */
package io.offload.api.ui.demo;
