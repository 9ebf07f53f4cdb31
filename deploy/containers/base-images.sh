# shellcheck shell=bash disable=SC2154
# Sourced by test.sh: the images that the Dockerfiles and docker-compose.yml name. Each is pulled; one that cannot be pulled gets a stand-in made here,
# tagged with its name, until the test ends.
# Expects: home, work, compose, say, fail.

stand_ins=()

default_of() {
    sed -n "s/^ARG $1=//p" "$home/src/main/docker/Dockerfile.jvm"
}

base_images() {
    base_image "$(default_of JDK_IMAGE)" jdk
    base_image "$(default_of JRE_IMAGE)" jre
    base_image "$(compose config --images postgres | grep -v offload/)" postgres
    base_image "$(compose config --images kafka | grep -v offload/)" kafka
}

base_image() {
    local name=$1 stand_in=$2
    if docker image inspect "$name" > /dev/null 2>&1 || timeout 300 docker pull -q "$name" > /dev/null 2>&1; then
        say "$name: the real image"
        return 0
    fi
    prepare_stand_ins
    docker build -q --network host --target "$stand_in" -t "$name" "$work/stand-ins" > /dev/null || fail "no stand-in could be made for $name"
    stand_ins+=("$name")
    say "$name cannot be pulled: A STAND-IN of Debian 13's packages takes its place"
}

prepare_stand_ins() {
    [ -z "${prepared:-}" ] || return 0
    prepared=1
    mkdir -p "$work/stand-ins/ca"
    if [ ! -s "$work/stand-ins/debian.tar" ]; then
        command -v mmdebstrap > /dev/null || install_packages mmdebstrap
        say "Making a base system of Debian 13's packages ..."
        mmdebstrap --quiet --variant=minbase --include=ca-certificates,curl trixie "$work/debian.tar" "$(debian_mirror)" > "$work/mmdebstrap.log" 2>&1 \
            || fail "the base system could not be made; see $work/mmdebstrap.log"
        mv "$work/debian.tar" "$work/stand-ins/debian.tar"
    fi
    cp -R "$home"/deploy/containers/stand-ins/* "$home/mvnw" "$home/.mvn" "$work/stand-ins/"
    find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$work/stand-ins/ca/" \; 2> /dev/null || true
}
