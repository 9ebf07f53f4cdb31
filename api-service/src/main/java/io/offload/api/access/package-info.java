/** Who may talk to this instance: everybody, or whoever knows the token, as a bearer token or through a session that a login form opens. */
package io.offload.api.access;
