import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  // Not every schema*.ts: drizzle-kit cannot load tests, nor files that only a server may load.
  schema: [
    './lib/server/db/schema.ts',
    './lib/server/db/schema-{aggregates,contracts,notes,packs,people,settings,sync,versions}.ts',
  ],
  out: './lib/server/db/migrations',
})
