import { describe, expect, it } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import type { LedgerEntry } from '#contracts/privacy.ts'
import type { LedgerStore, VaultEntry } from '../storage/types.ts'
import { comparedParts, createLedgerView, textsOf } from './ledger-view.ts'
import { mask } from './masking/index.ts'

const MAIL = 'jane.doe@company-mail.com'
const TEXT = `Write to ${MAIL} about trees, and once more: ${MAIL}.`

function masked(): { text: string; entries: readonly VaultEntry[] } {
  const findings = [TEXT.indexOf(MAIL), TEXT.lastIndexOf(MAIL)].map((start) => ({
    type: 'EMAIL_ADDRESS',
    start,
    end: start + MAIL.length,
    score: 1,
    recognizer: 'email',
  }))
  const { text, added } = mask(TEXT, findings, [], 'vlt_1')
  return { text, entries: added }
}

function view(entry: Partial<LedgerEntry>, vault: readonly VaultEntry[] | null) {
  const ledger = { get: async () => ({ route: 'hybrid', attemptId: 'att_1', payload: masked().text, ...entry }) }
  const vaults = {
    async entries(id: string) {
      if (vault === null || id !== 'vlt_1') throw new TidegateError('VAULT_NOT_FOUND', 'There is no such vault here.')
      return vault
    },
  }
  return createLedgerView({ ledger: ledger as unknown as LedgerStore, vaults })
}

describe('a payload beside its original', () => {
  it('names each place that was masked, and gives the original back when put together', () => {
    const { text, entries } = masked()
    const parts = comparedParts(text, entries)
    expect(parts.filter(({ kind }) => kind === 'masked')).toMatchObject([
      { type: 'EMAIL_ADDRESS', original: MAIL },
      { type: 'EMAIL_ADDRESS', original: MAIL },
    ])
    expect(parts.map((part) => (part.kind === 'same' ? part.text : part.original)).join('')).toBe(TEXT)
    expect(parts.map((part) => (part.kind === 'same' ? part.text : part.surrogate)).join('')).toBe(text)
  })

  it('is there only while the vault is', async () => {
    expect(await view({}, masked().entries).compare(1)).toMatchObject({ state: 'available', texts: [{ name: 'payload' }] })
    expect(await view({}, null).compare(1)).toEqual({ state: 'no-vault' })
    expect(await view({ attemptId: null }, masked().entries).compare(1)).toEqual({ state: 'no-vault' })
  })

  it('says when there is nothing to compare', async () => {
    expect(await view({ payload: null }, masked().entries).compare(1)).toEqual({ state: 'no-payload' })
    expect(await view({ route: 'hosted' }, masked().entries).compare(1)).toEqual({ state: 'as-written' })
  })
})

describe('the texts of a payload', () => {
  it('are its messages by role', () => {
    const payload = JSON.stringify({
      model: 'x',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi\nyou' },
      ],
    })
    expect(textsOf(payload)).toEqual([
      { name: 'system', text: 'Be brief.' },
      { name: 'user', text: 'Hi\nyou' },
    ])
  })

  it.each(['not json', '{"query":"trees"}', '{"messages":[]}', '{"messages":[{"content":3}]}'])('are the whole of %s', (payload) => {
    expect(textsOf(payload)).toEqual([{ name: 'payload', text: payload }])
  })
})
