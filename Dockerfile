# The migrations as a job that runs and ends; compose.yaml starts it before an app.
FROM node:24-alpine
WORKDIR /app

# esbuild and the others work without their install scripts.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

COPY tsconfig.json knexfile.ts ./
COPY knex knex
COPY src src

USER node
CMD ["node", "--import", "tsx", "src/cli/main.ts", "migrate"]
