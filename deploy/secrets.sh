#!/usr/bin/env bash
# Makes the passwords and the signing key that docker-compose.yml reads, once. It never changes an
# existing folder. The folder is closed to other users of this machine. The files are not, because
# each container reads its own under another user id.
set -euo pipefail
cd "$(dirname "$0")"
if [ -e secrets ]; then
  {
    echo "deploy/secrets exists already. To make new passwords and a new key, remove it, run this"
    echo "again, and restart kafka, clickhouse and all of plancher. Keep export-public.pem: older"
    echo "exports need it."
  } >&2
  exit 0
fi
password() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }
digest() { printf %s "$1" | sha256sum | cut -d ' ' -f 1; }
command -v openssl >/dev/null || {
  echo "openssl is missing: install it (apt-get install openssl), then run this again." >&2
  exit 1
}
umask 077
mkdir secrets.new
plancher=$(password)
analyst=$(password)
kafka=$(password)
printf %s "$plancher" >secrets.new/plancher-password
printf %s "$analyst" >secrets.new/analyst-password
printf %s "http://plancher:$plancher@clickhouse:8123/plancher" >secrets.new/warehouse-url
printf %s "$kafka" >secrets.new/kafka-password
cat >secrets.new/kafka-jaas.conf <<JAAS
KafkaServer {
  org.apache.kafka.common.security.plain.PlainLoginModule required
  username="plancher"
  password="$kafka"
  user_plancher="$kafka";
};
JAAS
cat >secrets.new/clickhouse-passwords.xml <<XML
<clickhouse>
  <users>
    <plancher><password_sha256_hex>$(digest "$plancher")</password_sha256_hex></plancher>
    <analyst><password_sha256_hex>$(digest "$analyst")</password_sha256_hex></analyst>
  </users>
</clickhouse>
XML
openssl genpkey -algorithm ed25519 -out secrets.new/export-private.pem
openssl pkey -in secrets.new/export-private.pem -pubout -out secrets.new/export-public.pem
chmod 444 secrets.new/*
mv secrets.new secrets
