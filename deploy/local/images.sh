#!/usr/bin/env bash
# Builds stand-ins for the base images of docker-compose.yml, where no registry of images can be
# reached: plancher-local/node and plancher-local/kafka, from Debian packages, this machine's
# Node.js and the Kafka jars of test/kafka/. Needs root, docker, debootstrap, Java, Maven and
# Node 20.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! docker image inspect plancher-local/debian >/dev/null 2>&1; then
  debootstrap --variant=minbase bookworm "$work/root" >"$work/debootstrap.log" || {
    tail "$work/debootstrap.log" >&2
    exit 1
  }
  rm -rf "$work"/root/var/cache/apt/archives/*.deb "$work"/root/var/lib/apt/lists/*
  tar -C "$work/root" -c . | docker import --change 'CMD ["bash"]' - plancher-local/debian
fi

# The build context: this machine's certificates (it may be behind a proxy that has its own),
# Node.js with npm, and the jars.
mkdir "$work/context"
cp -L /etc/ssl/certs/ca-certificates.crt "$work/context/ca.crt"
cp -L "$(command -v node)" "$work/context/node"
cp -r "$(npm root -g)/npm" "$work/context/npm"
mvn -q -B -f test/kafka/pom.xml dependency:copy-dependencies \
  "-DoutputDirectory=$work/context/libs"
cp deploy/local/kafka-run.sh "$work/context/run"
for name in node kafka; do
  docker build --network host -q -t "plancher-local/$name" \
    -f "deploy/local/$name.Dockerfile" "$work/context"
done
docker image ls --filter 'reference=plancher-local/*'
