-- The reruns of a run, for its page. The column never changes, so updates stay HOT; runs that are no reruns are not in it.
CREATE INDEX task_run_by_rerun ON task_run (rerun_of) WHERE rerun_of IS NOT NULL;
