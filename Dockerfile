# The image of every plancher process. `docker build .` gives the one without the embedded engine; `--target warehouse` has it, 560 MB more, for
# `plancher warehouse` where there is no ClickHouse server.
ARG NODE_IMAGE=node:20.20.2-bookworm-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./

FROM packages AS build
# With the optional package chdb: the build needs its types. --ignore-scripts: `prepare` would build before the sources are here.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json bundle.js ./
COPY pipeline pipeline
COPY schemas schemas
RUN npm run build

FROM packages AS run-time-packages
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM packages AS warehouse-packages
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE} AS common
ENV NODE_ENV=production
WORKDIR /app
COPY package.json ./
COPY bin bin
COPY sql sql
COPY reference reference
COPY --from=build /app/dist dist
RUN ln -s /app/bin/plancher.js /usr/local/bin/plancher && mkdir /data /exports && chown node:node /data /exports
USER node
ENTRYPOINT ["plancher"]

FROM common AS warehouse
COPY --from=warehouse-packages /app/node_modules node_modules
ENV PLANCHER_WAREHOUSE=embedded:/data
VOLUME ["/data"]
EXPOSE 8123
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:8123/ping').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["warehouse", "--listen", "0.0.0.0:8123"]

FROM common AS plancher
COPY --from=run-time-packages /app/node_modules node_modules
ENV PLANCHER_METRICS_LISTEN=0.0.0.0:9464
EXPOSE 9464
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:9464/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["up"]
