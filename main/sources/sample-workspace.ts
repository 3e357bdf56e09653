import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SourceLibrary } from './source-library.ts'

/** Adds the sample workspace, so that a first start has something to write from. */
export async function addSampleWorkspace(folder: string, library: SourceLibrary): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== 'README.md').sort()
  for (const name of names) await library.add({ name, mediaType: '', bytes: await readFile(join(folder, name)) })
}
