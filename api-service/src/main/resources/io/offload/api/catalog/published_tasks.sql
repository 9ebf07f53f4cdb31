SELECT name, description, queue, tags, run_name, max_attempts, options::text AS options, input_schema::text AS input_schema,
       output_schema::text AS output_schema, source_digest, (extract(epoch FROM retention) * 1000)::bigint AS retention_ms, published_at
  FROM published_task ORDER BY name
