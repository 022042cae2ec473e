import { type ResolveFnOutput, registerHooks } from 'node:module'

// Loaded before a process's own file (`node --import`). Node parses a package's package.json anew for each
// module of that package. The package.json of drizzle-orm has 180 KB and the package has hundreds of modules,
// which cost each process 0.35 s before its first line. A relative import inside drizzle-orm needs nothing of
// that file, so this hook resolves it directly. Likewise zod loads its messages in 50 languages, of which
// Furrow uses English, for 50 ms.

const ZOD = '/node_modules/zod/v4/'
const DRIZZLE = '/node_modules/drizzle-orm/'

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL } = context
    if (specifier === '../locales/index.js' && parentURL?.includes(ZOD))
      return direct('../locales/en.js', parentURL)
    return specifier.startsWith('.') && parentURL?.includes(DRIZZLE) && parentURL.endsWith('.js')
      ? direct(specifier, parentURL)
      : next(specifier, context)
  },
})

function direct(specifier: string, parentURL: string): ResolveFnOutput {
  return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true }
}
