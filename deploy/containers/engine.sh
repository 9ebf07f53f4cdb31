# shellcheck shell=bash disable=SC2154
# Sourced by test.sh: a container engine with Compose and Buildx. An engine that runs already is used as it is; otherwise Debian's is installed, started for
# this test alone, on a folder and a socket of its own, and stopped again. It neither filters nor forwards, so it does not touch the firewall.
# Expects: home, work (folder for what is kept between tests), say, fail.

own_engine=
engine_pid=
run=
# The command docker of Debian 12 builds without BuildKit unless it is told: it would build every stage of a Dockerfile, needed or not.
export DOCKER_BUILDKIT=1

# Installs packages without starting the services that come with them.
install_packages() {
    local denied=
    say "Installing $* ..."
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        denied=1
        printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
        chmod 755 /usr/sbin/policy-rc.d
    fi
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } > "$work/apt.log" 2>&1; then
        [ -z "$denied" ] || rm -f /usr/sbin/policy-rc.d
        fail "apt-get could not install $*; see $work/apt.log"
    fi
    [ -z "$denied" ] || rm -f /usr/sbin/policy-rc.d
}

# Compose 2.22 knows develop.watch and !reset; Buildx builds.
plugins_fit() {
    local version
    version=$(docker compose version --short 2> /dev/null | sed 's/^v//') || return 1
    docker buildx version > /dev/null 2>&1 || return 1
    [ "$(printf '%s\n' 2.22 "$version" | sort -V | head -n 1)" = 2.22 ]
}

# The address that this machine gets Debian from.
debian_mirror() {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 'Origin: Debian' | head -n 1
}

# Compose and Buildx of Debian 13, unpacked into a folder of this test: Debian 12 has none that is new enough.
fetch_plugins() {
    local apt=$work/debian13 options
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$work/docker/cli-plugins"
    if [ ! -x "$work/docker/cli-plugins/docker-compose" ]; then
        say "Fetching Compose and Buildx of Debian 13 ..."
        [ -n "$(debian_mirror)" ] || apt-get update > "$work/apt.log" 2>&1
        echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) trixie main" > "$apt/sources.list"
        options=(-o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::State::lists=$apt/lists"
            -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root)
        (cd "$apt" && apt-get "${options[@]}" update && apt-get "${options[@]}" download docker-compose docker-buildx) > "$work/apt.log" 2>&1 \
            || fail "Compose and Buildx could not be fetched; see $work/apt.log"
        for package in "$apt"/*.deb; do
            dpkg-deb -x "$package" "$apt/root"
        done
        cp "$apt"/root/usr/libexec/docker/cli-plugins/docker-{compose,buildx} "$work/docker/cli-plugins/"
        rm -rf "$apt"
    fi
    export DOCKER_CONFIG=$work/docker
    plugins_fit || fail "Compose and Buildx of Debian 13 do not run on this machine"
}

start_engine() {
    if docker info > /dev/null 2>&1; then
        say "Using the engine that runs already: $(docker info --format '{{.ServerVersion}}')"
    else
        own_engine=1
        if ! command -v dockerd > /dev/null; then
            install_packages docker.io
            if [ -d /run/systemd/system ]; then
                systemctl disable docker.service docker.socket containerd.service > /dev/null 2>&1 || true
            fi
        fi
    fi
    plugins_fit || fetch_plugins
    firewall > "$work/firewall.before"
    [ -n "$own_engine" ] || return 0
    # A path of a socket has 107 characters at most.
    run=$(mktemp -d /tmp/offload-engine.XXXXXX)
    rm -rf "$work/engine"
    dockerd --data-root "$work/engine" --exec-root "$run/exec" --pidfile "$run/pid" -H "unix://$run/socket" \
        --iptables=false --ip6tables=false --ip-forward=false --bridge=none > "$work/engine.log" 2>&1 &
    engine_pid=$!
    export DOCKER_HOST=unix://$run/socket
    for _ in $(seq 300); do
        docker info > /dev/null 2>&1 && break
        kill -0 "$engine_pid" 2> /dev/null || fail "dockerd ended; see $work/engine.log"
        sleep 0.1
    done
    docker info > /dev/null 2>&1 || fail "dockerd does not answer; see $work/engine.log"
    say "Started an engine for this test: $(docker info --format '{{.ServerVersion}}')"
}

stop_engine() {
    [ -n "$engine_pid" ] || return 0
    kill "$engine_pid" 2> /dev/null || true
    wait "$engine_pid" 2> /dev/null || true
    engine_pid=
    local mount
    for mount in $(awk -v run="$run/" -v data="$work/engine/" 'index($2, run) == 1 || index($2, data) == 1 { print $2 }' /proc/mounts | sort -r); do
        umount "$mount" || true
    done
    rm -rf "$run" "$work/engine"
}

# Whether the comparison would see a rule that is left behind: tried in a network of its own.
firewall_is_watched() {
    command -v iptables > /dev/null || return 0
    # shellcheck disable=SC2016
    unshare --net bash -c '. "$0"; before=$(firewall); iptables -A FORWARD -j DROP && [ "$before" != "$(firewall)" ]' "$home/deploy/containers/engine.sh"
}

# What the engine could leave behind on this machine: filter rules without their counters, forwarding, network devices.
firewall() {
    local program
    for program in iptables-save ip6tables-save "nft list ruleset"; do
        if command -v "${program%% *}" > /dev/null; then
            echo "== $program"
            $program 2> /dev/null | grep -v '^#' | sed -E 's/\[[0-9]+:[0-9]+\]|packets [0-9]+ bytes [0-9]+//g' || true
        fi
    done
    echo "== forwarding $(cat /proc/sys/net/ipv4/ip_forward) $(cat /proc/sys/net/ipv6/conf/all/forwarding 2> /dev/null)"
    for device in /sys/class/net/*; do
        case ${device##*/} in veth*) ;; *) echo "== device ${device##*/}" ;; esac
    done
}
