# Parley in live mode: the server of a standalone build, and the migrations it needs, as an ordinary account.
#   docker build -t parley .
#   docker run --env-file .env parley node --import ./scripts/typescript.mjs scripts/db/migrate-now.ts
#   docker run --env-file .env -p 3000:3000 parley

FROM node:22-bookworm-slim AS packages
WORKDIR /parley
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund

FROM packages AS build
COPY . .
ENV NEXT_TELEMETRY_DISABLED=1 PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node
RUN mkdir -p public && npx prisma generate && npx next build

# What migrating needs, and nothing that only building or testing does.
FROM node:22-bookworm-slim AS production-packages
WORKDIR /parley
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:22-bookworm-slim AS run
ENV NODE_ENV=production PARLEY_MODE=live PORT=3000 HOSTNAME=0.0.0.0 NEXT_TELEMETRY_DISABLED=1
WORKDIR /parley
# A volume goes here: uploaded files outlive the container.
RUN mkdir -p /parley/files && chown node:node /parley/files
ENV FILES_DIR=/parley/files
VOLUME /parley/files
COPY --from=production-packages /parley/node_modules ./node_modules
COPY package.json tsconfig.json ./
COPY prisma ./prisma
COPY scripts ./scripts
COPY lib/platform ./lib/platform
COPY --from=build /parley/.next/standalone ./server
COPY --from=build /parley/.next/static ./server/.next/static
COPY --from=build /parley/public ./server/public
USER node
EXPOSE 3000
# The image is not made with a Node that does not know what it is started with below.
RUN ["node", "--heap-growing-percent=20", "--initial-old-space-size=192", "--version"]
# glibc gives memory back to the system instead of keeping it for each thread.
ENV MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=131072
# The process ends by itself, in order, when it is told to stop; Next's own handler would cut running answers.
ENV NEXT_MANUAL_SIG_HANDLE=true
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/api/health').then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "--heap-growing-percent=20", "--initial-old-space-size=192", "server/server.js"]
