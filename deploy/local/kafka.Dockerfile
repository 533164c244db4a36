# Replaces apache/kafka: same user, same folders, settings from the same variables. See images.sh.
FROM plancher-local/debian
COPY ca.crt /etc/ssl/certs/ca-certificates.crt
RUN apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --uid 1000 --create-home appuser \
  && mkdir -p /var/lib/kafka/data /opt/kafka/config \
  && chown -R appuser /var/lib/kafka /opt/kafka
COPY libs /opt/kafka/libs
COPY run /etc/kafka/docker/run
USER appuser
VOLUME ["/var/lib/kafka/data"]
CMD ["/etc/kafka/docker/run"]
