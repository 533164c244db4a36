#!/usr/bin/env bash
# Starts the stand-in for apache/kafka. Variables become properties (KAFKA_ADVERTISED_LISTENERS
# becomes advertised.listeners), storage is formatted once, and the broker replaces this script.
set -euo pipefail
properties=/opt/kafka/config/server.properties
env | sed -n 's/^KAFKA_//p' | grep -v -e '^HEAP_OPTS=' -e '^OPTS=' |
  while IFS='=' read -r name value; do
    name=${name,,}
    printf '%s=%s\n' "${name//_/.}" "$value"
  done >"$properties"
[ -e "$KAFKA_LOG_DIRS/meta.properties" ] ||
  java -Xmx128m -cp '/opt/kafka/libs/*' kafka.tools.StorageTool format \
    -t "$CLUSTER_ID" -c "$properties"
# shellcheck disable=SC2086 # options are words
exec java ${KAFKA_HEAP_OPTS:--Xmx512m} ${KAFKA_OPTS:-} \
  -cp '/opt/kafka/libs/*' kafka.Kafka "$properties"
