-- Whether this server takes writes. The message goes to the write-ahead log and is flushed at the commit; a standby refuses it.
SELECT current_setting('transaction_read_only') = 'off' AND pg_logical_emit_message(true, 'offload', 'probe') IS NOT NULL
