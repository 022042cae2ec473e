// The Trusted Types policy: text must pass it before the browser turns the text into scripts or markup. Next
// and React pass addresses of their own chunks and one empty element; all other text was not made by Furrow
// and is refused.

const OWN_CHUNKS = '/_next/static/'
/** React creates script elements from exactly this text. */
const EMPTY_SCRIPT = '<script></script>'

type PolicyRules = { createHTML: (text: string) => string; createScriptURL: (text: string) => string }
type PolicyMaker = { createPolicy: (name: string, rules: PolicyRules) => unknown }

function policies(): PolicyMaker | undefined {
  return (window as Window & { trustedTypes?: PolicyMaker }).trustedTypes
}

policies()?.createPolicy('default', {
  createHTML: (text) => {
    if (text === EMPTY_SCRIPT) return text
    throw new TypeError('Furrow makes no markup out of text')
  },
  createScriptURL: (text) => {
    const url = new URL(text, location.href)
    if (url.origin === location.origin && url.pathname.startsWith(OWN_CHUNKS)) return text
    throw new TypeError('Furrow loads its own scripts only')
  },
})
