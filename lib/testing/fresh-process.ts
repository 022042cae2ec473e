// Runs before each test file. A worker runs many files, one after the other, with the modules that are loaded. What the
// product keeps for a whole process (see process-wide.ts) and the environment are as at the start of the worker again.

const kept = globalThis as { testEnvironment?: NodeJS.ProcessEnv } & Record<string, unknown>
kept.testEnvironment ??= { ...process.env }

for (const name of Object.keys(process.env)) if (!(name in kept.testEnvironment)) delete process.env[name]
Object.assign(process.env, kept.testEnvironment)
for (const name of Object.keys(kept)) if (name.startsWith('furrow')) delete kept[name]
