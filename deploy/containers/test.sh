#!/bin/bash
# ./offload containers test: builds both images, starts docker-compose.yml, kills and restarts its containers under load, checks that every accepted
# run completed, and takes everything down. Needs root on Debian 12; docs/containers.md tells more.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
work=$home/.offload/containers
project=offload-test
began=$SECONDS

say() { printf '%4d s  %s\n' "$((SECONDS - began))" "$*"; }
fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# shellcheck source=deploy/containers/engine.sh
. "$home/deploy/containers/engine.sh"
# shellcheck source=deploy/containers/base-images.sh
. "$home/deploy/containers/base-images.sh"
# shellcheck source=deploy/containers/load.sh
. "$home/deploy/containers/load.sh"

compose() {
    docker compose --project-name "$project" --project-directory "$home" --env-file "$work/test.env" -f "$home/docker-compose.yml" \
        ${own_engine:+-f "$home/deploy/containers/host-network.yml"} "$@"
}

production() {
    OFFLOAD_API_TOKEN=containers-test GRAFANA_PASSWORD=x compose -f "$home/docker-compose.prod.yml" "$@"
}

take_down() {
    local code=$?
    trap - EXIT
    stop_submitting
    if [ -n "${started:-}" ]; then
        [ "$code" -eq 0 ] || compose logs --no-color > "$work/containers.log" 2>&1 || true
        production --progress quiet down --volumes --remove-orphans --timeout 30 || true
        docker image rm -f offload/{api-service,task-worker}:containers-test{,-maven} ${stand_ins[@]+"${stand_ins[@]}"} > /dev/null 2>&1 || true
    fi
    stop_engine
    if [ -s "$work/firewall.before" ]; then
        firewall > "$work/firewall.after"
        if ! diff "$work/firewall.before" "$work/firewall.after" >&2; then
            echo "FAILED: the firewall, forwarding or the network devices of this machine are not as they were" >&2
            code=1
        else
            say "Everything is down; firewall, forwarding and network devices are as they were."
        fi
    fi
    if [ "$code" -eq 0 ]; then
        echo "Containers test passed in $((SECONDS - began)) s."
    else
        echo "CONTAINERS TEST FAILED after $((SECONDS - began)) s; logs are in $work" >&2
    fi
    exit "$code"
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || break
    done
    echo "$port"
}

container() { compose ps --quiet "$1" | head -n 1; }
workers_ready() { compose ps --format '{{.Health}}' task-worker | grep -c '^healthy$' || true; }
started_in() { docker logs "$1" 2>&1 | sed -n 's/.*started in \([0-9.]*\)s.*/\1/p' | tail -n 1; }
# Every condition is looked at until it holds or its time is over.
wait_for() {
    local limit=$1 what=$2 end
    shift 2
    end=$((SECONDS + limit))
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || fail "$what: not within $limit s"
        sleep 0.3
    done
}

[ "$(id -u)" -eq 0 ] || fail "the containers test needs root: it starts a container engine"
[ $# -eq 0 ] || fail "./offload containers test takes no options"
mkdir -p "$work"
rm -f "$work"/accepted "$work"/firewall.* "$work"/*.log
trap take_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

port=$(free_port)
cat > "$work/test.env" <<ENV
API_IMAGE=offload/api-service:containers-test
WORKER_IMAGE=offload/task-worker:containers-test
API_PORT=$port
POSTGRES_PORT=$(free_port)
KAFKA_PORT=$(free_port)
POSTGRES_PASSWORD=containers-test
ENV
api=http://127.0.0.1:$port/api/v1

command -v curl > /dev/null || install_packages curl ca-certificates
start_engine
started=1
firewall_is_watched || fail "a filter rule that is left behind would not be seen"
base_images

say "Checking the compose files with every profile ..."
compose --profile console --profile observability config --quiet
production --profile console --profile observability config > "$work/prod.yml"
[ "$(grep -c 'published: ' "$work/prod.yml")" -eq 3 ] || fail "docker-compose.prod.yml opens other ports than those of the API, the console and Grafana"
! grep -qE '^ {4}(build|develop):' "$work/prod.yml" || fail "docker-compose.prod.yml builds or watches"
! docker compose --project-directory "$home" --env-file /dev/null -f "$home/docker-compose.yml" -f "$home/docker-compose.prod.yml" config -q 2> /dev/null \
    || fail "docker-compose.prod.yml starts without its secrets"

say "Building both images from source ..."
building=$SECONDS
compose --progress plain build > "$work/build.log" 2>&1 || { tail -n 40 "$work/build.log" >&2; fail "the images could not be built; see $work/build.log"; }
built=$((SECONDS - building))
say "Built in $built s."

say "Starting everything ..."
compose --progress quiet up --detach --no-build --wait --wait-timeout 180
first=$(container api-service)
say "Healthy. Started in: api-service $(started_in "$first") s, task-worker $(started_in "$(container task-worker)") s."
for service in api-service task-worker; do
    id=$(container "$service")
    [ "$(docker exec "$id" id -u)" = 1001 ] || fail "$service runs as user $(docker exec "$id" id -u)"
    ! docker exec "$id" sh -c 'touch /app/written' 2> /dev/null || fail "$service can write into its image"
    [ "$(docker inspect --format '{{.HostConfig.ReadonlyRootfs}}' "$id")" = true ] || fail "$service has a file system that is not read-only"
    docker exec --workdir /app "$id" java -XX:AOTMode=on -XX:AOTCache=app.aot -cp quarkus-run.jar -version > /dev/null 2>&1 \
        || fail "the AOT cache of $service does not fit its JVM"
done
say "Both run as user 1001 on read-only file systems, with AOT caches that their JVM accepts."

submit_batch 500 echo '{"value":{"from":"a container"}}'
submit_batch 50 flaky '{"fail_times":2}'
wait_for 60 "the first 550 runs" all_ended
say "550 runs ended."

compose --progress quiet up --detach --no-build --no-recreate --scale task-worker=3 --wait --wait-timeout 120
[ "$(workers_ready)" -eq 3 ] || fail "3 workers were asked for, $(workers_ready) are healthy"
wait_for 15 "3 live workers in the API" live_workers 3
say "Scaled to 3 workers."

submit_batch 180 sleep '{"duration":"PT12S"}'
wait_for 20 "work for each of the 3 workers" all_busy 3
victim=$(compose ps --quiet task-worker | tail -n 1)
docker kill --signal KILL "$victim" > /dev/null
say "Killed a worker that had $(in_flight "$victim") runs at its last heartbeat."

start_submitting
wait_for 20 "runs submitted one by one" accepted_one_by_one 20
say "Restarting Kafka while runs are submitted ..."
compose --progress quiet restart kafka
wait_for 60 "Kafka's health" healthy kafka
more=$(($(one_by_one) + 20))
wait_for 30 "submissions after Kafka's restart" accepted_one_by_one "$more"
say "Restarting Postgres while runs are submitted ..."
compose --progress quiet restart postgres
wait_for 60 "Postgres's health" healthy postgres
more=$(($(one_by_one) + 20))
wait_for 60 "submissions after Postgres's restart" accepted_one_by_one "$more"
stop_submitting
say "$(one_by_one) runs were accepted one by one meanwhile."

wait_for 120 "the end of all accepted runs" all_ended
completed=$(count_accepted "state = 'COMPLETED'")
accepted=$(accepted_runs)
moved=$(count_accepted "losses > 0")
[ "$completed" -eq "$accepted" ] || fail "$accepted runs were accepted, $completed of them are COMPLETED: $(states)"
[ "$moved" -gt 0 ] || fail "the killed worker had no runs: nothing was moved to another"
[ "$(all_runs)" -eq "$accepted" ] || fail "$accepted runs were accepted, $(all_runs) exist: a repeated submission made a second run"
say "All $accepted accepted runs COMPLETED; $moved of them had been with the killed worker."

compose --progress quiet stop --timeout 45 task-worker
stopped=$(compose logs --no-color task-worker | grep -c 'has stopped, 0 runs are left to others' || true)
[ "$stopped" -ge 2 ] || fail "of the 2 workers left, $stopped drained before they ended"
say "Both other workers drained and stopped."

say "Starting it as production, on the same data ..."
production --progress quiet up --detach --wait --wait-timeout 180
[ "$(curl -s -o "$work/refused" -w '%{http_code}' "$api/runs")" = 401 ] || fail "production serves without a token"
[ "$(docker ps --filter "label=com.docker.compose.project=$project" --format '{{.Ports}}' | grep -c -- '->')" -eq 1 ] || fail "production opens other ports than the API's"
one_more=$(post -H 'Authorization: Bearer containers-test' -d '{"input":{"value":"production"}}' "$api/tasks/echo/runs" | grep -oE '[0-9a-f]{8}-[0-9a-f-]{27}' | head -n 1)
view=$(curl -sS --max-time 70 -H 'Authorization: Bearer containers-test' "$api/runs/$one_more?wait=60s")
case $view in *'"type":"COMPLETED"'*) ;; *) fail "production did not execute a run: $view" ;; esac
[ "$(all_runs)" -eq $((accepted + 1)) ] || fail "of $accepted runs before, and one more, production has $(all_runs)"
say "Production serves with its token only, on one port, and has all runs of before."

if [ -n "${JAVA_HOME:-}" ]; then
    say "Building both images with Maven ..."
    (cd "$home" && ./mvnw -B -q -ntp -DskipTests -pl api-service,task-worker -am package -Dquarkus.container-image.build=true \
        -Dquarkus.container-image.tag=containers-test-maven -Dquarkus.container-image.additional-tags=containers-test-maven \
        ${own_engine:+-Dquarkus.docker.network=host}) > "$work/maven.log" 2>&1 \
        || fail "Maven could not build the images; see $work/maven.log"
    for service in api-service task-worker; do
        docker run --rm --network none --entrypoint java "offload/$service:containers-test-maven" -XX:AOTMode=on -XX:AOTCache=app.aot -cp quarkus-run.jar -version \
            > /dev/null 2>&1 || fail "the image of $service that Maven built does not run"
    done
    say "Built; they run."
else
    say "NOT TRIED: ./mvnw package -Dquarkus.container-image.build=true, for there is no JDK 21 on this machine."
fi

echo
echo "Images${stand_ins[*]:+ (on stand-ins: their base is Debian with OpenJDK, the real one is another)}:"
docker image ls --format '  {{.Repository}}:{{.Tag}}  {{.Size}}' | grep containers-test
for name in ${stand_ins[@]+"${stand_ins[@]}"}; do
    docker image ls --format '  {{.Repository}}:{{.Tag}}  {{.Size}}  (stand-in)' "$name"
done
echo "Build from nothing: $built s."
