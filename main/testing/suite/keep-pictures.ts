import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Artefact } from '#contracts/test-run.ts'
import type { BaselineStore, Captured } from '../baselines/index.ts'

/** Baselines of which a run keeps both pictures wherever it puts one before a person. */
export function keepPictures(
  store: Pick<BaselineStore, 'read' | 'propose'>,
  folder: string,
): { readonly baselines: Pick<BaselineStore, 'read' | 'propose'>; readonly artefacts: () => readonly Artefact[] } {
  const artefacts: Artefact[] = []
  const keep = (kind: Artefact['kind'], name: string, { png }: Captured): void => {
    const path = `${name}-${kind}.png`
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, path), png)
    artefacts.push({ kind, name, path })
  }
  return {
    artefacts: () => artefacts,
    baselines: {
      read: (name) => store.read(name),
      propose(name, captured) {
        store.propose(name, captured)
        const approved = store.read(name)
        if (approved !== null) keep('approved-picture', name, approved)
        keep('taken-picture', name, captured)
      },
    },
  }
}
