INSERT INTO published_task (name, description, queue, tags, run_name, max_attempts, options, input_schema, output_schema, source_digest, retention,
                            has_failure_hook, published_at)
VALUES ($1, $2, $3, $4, $5, $6, $7::text::json, $8::text::json, $9::text::json, $10, $11::bigint * interval '1 ms', $12, now())
    ON CONFLICT (name) DO UPDATE
       SET description = excluded.description, queue = excluded.queue, tags = excluded.tags, run_name = excluded.run_name,
           max_attempts = excluded.max_attempts, options = excluded.options, input_schema = excluded.input_schema,
           output_schema = excluded.output_schema, source_digest = excluded.source_digest, retention = excluded.retention,
           has_failure_hook = excluded.has_failure_hook, published_at = excluded.published_at
