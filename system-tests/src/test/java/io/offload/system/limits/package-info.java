/** What is too large, too odd or no command at all, and runs that somebody cancels: each is refused or ended clearly, alone. */
package io.offload.system.limits;
