import { registerHooks } from 'node:module'

// Loaded before a process' own file (node --import). For each module of a package Node asks what the package's package.json
// says, and parses it anew: drizzle-orm's has 180 KB and its modules are hundreds, which cost each process 0.35 s before
// its first line. One module of drizzle-orm that names another by its path needs nothing of that file.

const DRIZZLE = '/node_modules/drizzle-orm/'

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL } = context
    return specifier.startsWith('.') && parentURL?.includes(DRIZZLE) && parentURL.endsWith('.js')
      ? { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true }
      : next(specifier, context)
  },
})
