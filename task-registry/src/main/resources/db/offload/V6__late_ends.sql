-- When a partition whose runs have all outlived their retention was last seen with an open run in it: what ends late is kept as long as the rest, from then.
ALTER TABLE run_partition ADD COLUMN open_at timestamptz;
