# shellcheck shell=bash disable=SC2154
# Sourced by test.sh: submits runs and keeps the ids of those that the API accepted, in $work/accepted and, of those submitted one by one, $work/one-by-one.
# Expects: work, api, compose, container, fail.

submitter=

post() { curl -sS --max-time 10 -H 'Content-Type: application/json' "$@"; }

# N runs of a task with an input, in one request.
submit_batch() {
    local n=$1 task=$2 input=$3 answer
    answer=$(for _ in $(seq "$n"); do printf '{"task":"%s","input":%s}\n' "$task" "$input"; done \
        | curl -sS --max-time 20 -H 'Content-Type: application/x-ndjson' --data-binary @- "$api/runs/batch")
    case $answer in '{"ids":'*) ;; *) fail "a batch of $task was not accepted: $answer" ;; esac
    echo "$answer" | grep -oE '[0-9a-f]{8}-[0-9a-f-]{27}' >> "$work/accepted"
}

# Ten runs a second, until it is stopped. What is not accepted is submitted again under its key, as a client would do.
start_submitting() {
    : > "$work/one-by-one"
    rm -f "$work/enough"
    (
        n=0 id=
        while [ ! -e "$work/enough" ]; do
            n=$((n + 1))
            until [ -n "${id:-}" ]; do
                id=$(post -H "Idempotency-Key: containers-test-$n" -w '\n%{http_code}' -d "{\"input\":{\"value\":$n}}" "$api/tasks/echo/runs" 2> /dev/null \
                    | awk 'NR == 1 { body = $0 } END { if ($0 == "202" || $0 == "200") print substr(body, 8, 36) }') || true
                [ -n "$id" ] || sleep 0.5
            done
            echo "$id" >> "$work/one-by-one"
            id=
            sleep 0.1
        done
    ) &
    submitter=$!
}

stop_submitting() {
    [ -n "$submitter" ] || return 0
    : > "$work/enough"
    wait "$submitter" || true
    submitter=
    cat "$work/one-by-one" >> "$work/accepted"
}

one_by_one() { wc -l < "$work/one-by-one"; }
accepted_one_by_one() { [ "$(one_by_one)" -ge "$1" ]; }
accepted_runs() { wc -l < "$work/accepted"; }

sql() { compose exec -T postgres psql -X -q -t -A -U offload -d offload; }

# How many of the accepted runs fulfil a condition.
count_accepted() {
    {
        echo "SET search_path = offload; CREATE TEMP TABLE accepted (id uuid); COPY accepted FROM STDIN;"
        cat "$work/accepted"
        printf '\\.\n'
        echo "SELECT count(*) FROM accepted JOIN task_run USING (id) WHERE $1;"
    } | sql 2> /dev/null | tail -n 1
}

all_ended() { [ "$(count_accepted "state IN ('COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED')")" = "$(accepted_runs)" ]; }
states() { echo "SELECT string_agg(state || ' ' || n, ', ') FROM (SELECT state, count(*) AS n FROM offload.task_run GROUP BY state) s;" | sql; }
all_runs() { echo "SELECT count(*) FROM offload.task_run;" | sql; }

live_workers() { [ "$(post "$api/workers" | grep -o '"status":"LIVE"' | wc -l)" -eq "$1" ]; }
all_busy() { [ "$(post "$api/workers" | grep -oE '"in_flight":[1-9]' | wc -l)" -eq "$1" ]; }
# Of the worker in a container, by the API's word: a container's host name is the beginning of its id.
in_flight() { post "$api/workers" | grep -oE "\"host\":\"${1:0:12}\"[^}]*\"in_flight\":[0-9]+" | grep -oE '[0-9]+$' || echo "an unknown number of"; }
healthy() { [ "$(docker inspect --format '{{.State.Health.Status}}' "$(container "$1")")" = healthy ]; }
