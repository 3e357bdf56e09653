import { describe, expect, it } from 'vitest'
import { chooseStrategy, type StrategyFacts } from './choose-strategy.ts'

const facts: StrategyFacts = {
  privateParts: 0,
  publicParts: 0,
  local: 'model',
  contextual: false,
  privateShare: 0.05,
  sourceChars: 800,
  localSuccess: 0.6,
}
const chosen = (patch: Partial<StrategyFacts>) => chooseStrategy({ ...facts, ...patch })

describe('how a hybrid request is executed', () => {
  it.each([
    ['single private values are replaced', {}, 'mask'],
    ['a request with private and other parts is answered part by part', { privateParts: 1, publicParts: 2 }, 'split'],
    ['a request with only private parts is not cut', { privateParts: 3 }, 'mask'],
    ['where nothing here can write, nothing is cut', { privateParts: 1, publicParts: 1, local: 'none' }, 'mask'],
    ['a private matter without single values is drafted here', { contextual: true }, 'refine'],
    ['and where nothing here can write, it is masked', { contextual: true, local: 'none' }, 'mask'],
    ['a text that is mostly private is drafted here', { privateShare: 0.4 }, 'refine'],
    ['also by the extractive engine', { privateShare: 0.4, local: 'extractive', localSuccess: null }, 'refine'],
    ['but not by a model that is no help', { privateShare: 0.4, localSuccess: 0.05 }, 'mask'],
    ['nor where speed matters most', { privateShare: 0.4, prefer: 'speed' }, 'mask'],
    ['a request without sources goes along with its draft, so nothing is spared', { privateShare: 1, sourceChars: 0 }, 'mask'],
    ['nor is it where the matter is private', { contextual: true, sourceChars: 0 }, 'mask'],
    ['long sources are read here', { sourceChars: 60_000 }, 'refine'],
    ['the user’s choice holds', { wanted: 'mask', privateParts: 1, publicParts: 1 }, 'mask'],
    ['the user’s choice holds where it can be done', { wanted: 'refine' }, 'refine'],
    ['and is told where it cannot', { wanted: 'split' }, 'mask'],
  ] satisfies readonly (readonly [string, Partial<StrategyFacts>, string])[])('%s', (_what, patch, strategy) => {
    expect(chosen(patch).strategy).toBe(strategy)
  })

  it('says why in one sentence', () => {
    expect(chosen({ privateParts: 1, publicParts: 2 }).why).toBe('2 of 3 parts hold nothing private; the others are answered here.')
    expect(chosen({ wanted: 'split' }).why).toContain('cannot be cut')
    expect(chosen({ wanted: 'refine', local: 'none' }).why).toContain('nothing here can write')
    expect(chosen({ privateShare: 0.414 }).why).toContain('41 %')
  })
})
