import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { EmbeddedProviderConfig, ServedProviderConfig } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'

const Usd = z.number().nonnegative()
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const PriceFileSchema = z.strictObject({
  asOf: Day,
  note: z.string(),
  models: z.array(
    z.strictObject({
      maker: z.string().min(1),
      model: z.string().min(1),
      usdPerMillionInput: Usd,
      usdPerMillionOutput: Usd,
      asOf: Day,
      source: z.url(),
    }),
  ),
  /** Hosts of the makers themselves: elsewhere a model of the same name has another price. */
  hosts: z.record(z.string(), z.string()),
  langbase: z.strictObject({ tokensPerRun: z.number().int().positive(), usdPerRun: Usd, asOf: Day, source: z.url() }),
})

/** US dollars per million tokens. `asOf` is the day of the price, null for one from the settings. */
export interface Price {
  readonly usdPerMillionInput: number
  readonly usdPerMillionOutput: number
  readonly from: 'settings' | 'table'
  readonly asOf: string | null
}

type Figures = 'kind' | 'model' | 'usdPerMillionInput' | 'usdPerMillionOutput'
export type PricedProvider = Pick<ServedProviderConfig, Figures | 'baseUrl'> | Pick<EmbeddedProviderConfig, Figures>

export interface PriceTable {
  /**
   * The price of a provider's model, or null where none is known. A price in the settings wins.
   * @param served the model that an answer said it came from: of a Langbase pipe nothing else tells it
   */
  priceOf(provider: PricedProvider, served?: string | null): Price | null
  /** Runs that Langbase counts for so many tokens: one for each thousand that was begun. */
  runsOf(tokens: number): number
  /** Price of a run beyond those of the plan. */
  readonly usdPerRun: number
  readonly asOf: string
}

/** Reads `resources/prices.json`. Throws CONFIG_INVALID where it is not as it was shipped. */
export function loadPriceTable(resourcesDir: string): PriceTable {
  try {
    return createPriceTable(JSON.parse(readFileSync(join(resourcesDir, 'prices.json'), 'utf8')))
  } catch (error) {
    throw new TidegateError('CONFIG_INVALID', 'The price table in the app’s resources cannot be read. Install the app anew.', {
      cause: error,
    })
  }
}

export function createPriceTable(document: unknown): PriceTable {
  const { models, hosts, langbase, asOf } = PriceFileSchema.parse(document)

  function listed(maker: string | null, model: string): Price | null {
    const found = models.find((row) => (maker === null || row.maker === maker) && isModel(model, row.model))
    if (found === undefined) return null
    const { usdPerMillionInput, usdPerMillionOutput } = found
    return { usdPerMillionInput, usdPerMillionOutput, from: 'table', asOf: found.asOf }
  }

  return {
    asOf,
    usdPerRun: langbase.usdPerRun,
    runsOf: (tokens) => Math.max(1, Math.ceil(tokens / langbase.tokensPerRun)),
    priceOf(provider, served = null) {
      const { usdPerMillionInput, usdPerMillionOutput } = provider
      if (usdPerMillionInput > 0 || usdPerMillionOutput > 0)
        return { usdPerMillionInput, usdPerMillionOutput, from: 'settings', asOf: null }
      if (provider.kind === 'embedded') return null
      if (provider.kind === 'langbase') {
        // `maker:model`, or a pipe, of which only the answer says what is behind it.
        const [maker, ...name] = provider.model.split(':')
        return name.length > 0 && maker !== undefined ? listed(maker, name.join(':')) : served === null ? null : listed(null, served)
      }
      const maker = hosts[new URL(provider.baseUrl).hostname]
      return maker === undefined ? null : listed(maker, served ?? provider.model)
    },
  }
}

/** The name itself, or the name with the day of its release behind it: `gpt-4o-2024-08-06`, `claude-haiku-4-5-20251001`. */
function isModel(name: string, listed: string): boolean {
  return name === listed || (name.startsWith(`${listed}-`) && /^(?:\d{8}|\d{4}-\d{2}-\d{2})$/.test(name.slice(listed.length + 1)))
}

/** Cost in US dollars. */
export function costAt(
  price: Pick<Price, 'usdPerMillionInput' | 'usdPerMillionOutput'> | null,
  tokens: { readonly inputTokens: number; readonly outputTokens: number },
): number {
  if (price === null) return 0
  return (tokens.inputTokens * price.usdPerMillionInput + tokens.outputTokens * price.usdPerMillionOutput) / 1_000_000
}
