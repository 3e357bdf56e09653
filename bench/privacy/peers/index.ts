import type { Peer } from './peer.ts'

/** A peer as the tables name it, the packages that it needs, and what opens it. */
export interface PeerEntry {
  readonly title: string
  readonly packages: readonly string[]
  /** What it claims to find: a detector of secrets is not scored on names, nor the other way round. */
  readonly finds: { readonly personal: boolean; readonly secrets: boolean }
  open(): Promise<Peer>
}

const BOTH = { personal: true, secrets: true }
const PERSONAL = { personal: true, secrets: false }

/** Tidegate first, then the libraries, then what costs nothing. The code of a peer is loaded when it is opened. */
export const PEERS: Readonly<Record<string, PeerEntry>> = {
  tidegate: { title: 'tidegate', packages: [], finds: BOTH, open: async () => (await import('./tidegate.ts')).open() },
  compromise: {
    title: 'compromise',
    packages: ['compromise'],
    finds: PERSONAL,
    open: async () => (await import('./compromise.ts')).open(),
  },
  'redact-pii': {
    title: 'redact-pii',
    packages: ['redact-pii'],
    finds: BOTH,
    open: async () => (await import('./redact-pii.ts')).open(),
  },
  both: {
    title: 'both, longest wins',
    packages: ['compromise', 'redact-pii'],
    finds: PERSONAL,
    open: async () => (await import('./both.ts')).open(),
  },
  'redactpii-node': {
    title: '@redactpii/node',
    packages: ['@redactpii/node'],
    finds: PERSONAL,
    open: async () => (await import('./redactpii-node.ts')).open(),
  },
  langchain: {
    title: 'langchain',
    packages: ['langchain'],
    finds: PERSONAL,
    open: async () => (await import('./langchain.ts')).open(),
  },
  guardrails: {
    title: '@openai/guardrails',
    packages: ['@openai/guardrails'],
    finds: BOTH,
    open: async () => (await import('./guardrails.ts')).open(),
  },
  secretlint: {
    title: 'secretlint',
    packages: ['@secretlint/core', '@secretlint/secretlint-rule-preset-recommend'],
    finds: { personal: false, secrets: true },
    open: async () => (await import('./secretlint.ts')).open(),
  },
  'three-patterns': {
    title: 'three patterns',
    packages: [],
    finds: PERSONAL,
    open: async () => (await import('./three-patterns.ts')).open(),
  },
  'whole-text': {
    title: 'the whole text',
    packages: [],
    finds: BOTH,
    open: async () => (await import('./whole-text.ts')).open(),
  },
}

/** Measured by itself, not beside the others: it starts threads. */
export const TYPING_PEER = 'tidegate-app'

/** Opens a peer. Throws for a name that nobody has. */
export async function openPeer(name: string): Promise<Peer> {
  if (name === TYPING_PEER) return (await import('./tidegate-app.ts')).open()
  const entry = PEERS[name]
  if (entry === undefined) throw new Error(`There is no peer ${name}.`)
  return entry.open()
}
