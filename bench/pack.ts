import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { processWide } from '#lib/server/config/process-wide.ts'
import { openDatabase } from '#lib/server/db/client.ts'
import { invoicePdfPack } from '#lib/server/invoices/pack.ts'
import { invoicePdf } from '#lib/server/invoices/pdf.ts'
import { createUpstreams, type UpstreamClients } from '#lib/server/upstream/sources/upstreams.ts'
import { type BenchEnvironment, readFrom } from './environment.ts'
import { OPERATOR } from './list-cases.ts'
import { watchMemory } from './memory.ts'
import { atMost, type Finding, median, mib, ms, spread, times } from './report.ts'
import { interleaved, ratios, timed } from './rounds.ts'

const FILES = 500
const BYTES = 200_000
const RATIO_TO_SINGLE = 0.75
const MEMORY_BYTES = 32 * 1024 * 1024

const SOURCE = 'client-invoices'
const ids = Array.from({ length: FILES }, (_, at) => `FACT${at}`)
const signal = new AbortController().signal
const shared = processWide<UpstreamClients>('furrowUpstreams')

/** P10: measures a pack of PDFs against sequential downloads of the same PDFs. */
export async function measurePack(environment: BenchEnvironment): Promise<Finding[]> {
  environment.note(`P10: packs of ${FILES} PDFs …`)
  const url = await environment.emptyDatabase()
  const db = openDatabase(url)
  const upstream = fork(path.join(import.meta.dirname, 'pdf-upstream.ts'))
  try {
    const [port] = await once(upstream, 'message')
    readFrom({ url, db })
    await db.execute(sql`insert into invoice (source, id, number, raw, content_hash, first_seen_at, changed_at)
      select ${SOURCE}, 'FACT' || at, 'FACT-' || at, '{}', 'bench', now(), now()
      from generate_series(0, ${FILES - 1}) as at`)
    shared.value = connect(`http://127.0.0.1:${port}`)
    const memory = watchMemory()
    const { pack, single } = await interleaved({
      single: () => timed(singly),
      pack: async () => {
        memory.begin()
        const tookMs = await timed(packed)
        memory.end()
        return tookMs
      },
    })
    return findings(pack, single, memory.growth())
  } finally {
    await shared.value?.close()
    shared.value = undefined
    upstream.disconnect()
    await db.$client.end()
  }
}

function findings(pack: readonly number[], single: readonly number[], growth: number): Finding[] {
  // Throughput is the inverse of time, so the ratio is the single downloads' time divided by the pack's.
  const ratio = median(ratios(single, pack))
  return [
    {
      name: `ZIP of ${FILES} PDFs of ${BYTES / 1000} KB`,
      figure: spread(pack, ms),
      anchor: `one after the other ${ms(median(single))}`,
      ratio: `${times(ratio)} as fast`,
      target: `>= ${RATIO_TO_SINGLE}x`,
      isMet: ratio >= RATIO_TO_SINGLE,
    },
    atMost('its resident memory above what stood before, after warming up', growth, MEMORY_BYTES, mib),
  ]
}

function connect(baseUrl: string): UpstreamClients {
  return createUpstreams({
    upstreams: {
      helloTractor: null,
      paymentLinks: null,
      clientInvoices: { baseUrl, auth: { kind: 'header', value: 'Bearer bench' } },
    },
    timeZone: 'UTC',
    pdfHosts: [],
    pdfMaxBytes: 1024 * 1024,
  })
}

async function singly(): Promise<void> {
  let bytes = 0
  for (const id of ids) {
    const asked = { source: SOURCE, id, disposition: 'attachment' } as const
    bytes += await bytesOf(await invoicePdf(OPERATOR, asked, signal))
  }
  if (bytes !== FILES * BYTES) throw new Error(`${bytes} bytes came singly`)
}

async function packed(): Promise<void> {
  const bytes = await bytesOf(await invoicePdfPack(OPERATOR, { source: SOURCE, ids }, { signal }))
  if (bytes < FILES * BYTES) throw new Error(`${bytes} bytes came as a pack`)
}

async function bytesOf(response: Response): Promise<number> {
  let bytes = 0
  for await (const chunk of response.body ?? []) bytes += chunk.byteLength
  return bytes
}
