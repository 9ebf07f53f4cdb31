/** JSON as users send it and get it back: read without losing the spelling of a number, written without losing a character. */
package io.offload.json;
