import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type ProviderConfig, ProviderConfigSchema } from '#contracts/config.ts'
import { costAt, loadPriceTable } from './price-table.ts'

const prices = loadPriceTable(fileURLToPath(new URL('../../resources', import.meta.url)))
const provider = (kind: ProviderConfig['kind'], baseUrl: string, model: string, extra: Partial<ProviderConfig> = {}): ProviderConfig =>
  ProviderConfigSchema.parse({ id: 'p', kind, baseUrl, model, ...extra })
const langbase = (model: string, extra: Partial<ProviderConfig> = {}) => provider('langbase', 'https://api.langbase.com', model, extra)

describe('the price table', () => {
  it('knows a model of its maker, also with the day of its release, and says of which day the price is', () => {
    const openai = (model: string) => prices.priceOf(provider('openai-compatible', 'https://api.openai.com/v1', model))
    expect(openai('gpt-4o')).toMatchObject({ usdPerMillionInput: 2.5, usdPerMillionOutput: 10, from: 'table' })
    expect(openai('gpt-4o-2024-08-06')).toEqual(openai('gpt-4o'))
    expect(openai('gpt-4o')?.asOf).toMatch(/^2026-/)
    // Another model that only begins like it.
    expect(openai('gpt-4o-audio-preview')).toBeNull()
    expect(openai('o3')).toBeNull()
  })

  it('does not take the price of a maker for a model of the same name elsewhere', () => {
    expect(prices.priceOf(provider('openai-compatible', 'https://models.example/v1', 'gpt-4o'))).toBeNull()
    expect(prices.priceOf(provider('openai-compatible', 'https://api.anthropic.com/v1', 'gpt-4o'))).toBeNull()
  })

  it('learns from an answer which model a pipe runs, and knows no price before', () => {
    expect(prices.priceOf(langbase('my-pipe'))).toBeNull()
    expect(prices.priceOf(langbase('my-pipe'), 'gpt-4o-mini')).toMatchObject({ usdPerMillionInput: 0.15 })
    expect(prices.priceOf(langbase('openai:gpt-4o'))).toMatchObject({ usdPerMillionInput: 2.5 })
    expect(prices.priceOf(langbase('anthropic:gpt-4o'))).toBeNull()
  })

  it('lets the settings win', () => {
    expect(prices.priceOf(langbase('openai:gpt-4o', { usdPerMillionInput: 1 }))).toMatchObject({ usdPerMillionInput: 1, from: 'settings' })
  })

  it('counts a run for each thousand tokens that was begun, and one at least', () => {
    expect([0, 1, 1_000, 1_001, 1_500, 2_000].map(prices.runsOf)).toEqual([1, 1, 1, 2, 2, 2])
  })

  it('prices a call by its tokens; one of an unknown price counts as nothing and is listed as such elsewhere', () => {
    const price = { usdPerMillionInput: 2, usdPerMillionOutput: 8, from: 'settings' as const, asOf: null }
    expect(costAt(price, { inputTokens: 1_000_000, outputTokens: 500_000 })).toBe(6)
    expect(costAt(null, { inputTokens: 1, outputTokens: 1 })).toBe(0)
  })
})
