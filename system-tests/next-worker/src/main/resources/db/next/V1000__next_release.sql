-- What a release may do to a schema that the release before still works on: add.
ALTER TABLE task_run ADD COLUMN next_release text NOT NULL DEFAULT 'unknown to the release before';
ALTER TABLE worker_session ADD COLUMN next_release text;
CREATE TABLE next_release (run_id uuid PRIMARY KEY);
CREATE INDEX next_release_by_hook ON hook_due (due_at);
