// Draws labelled pairs of one screen for `tidegate eval visual-diff`: `npx node e2e/visual/make-pairs.ts FOLDER`. The rows are FOLDER/pairs.jsonl.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawPairs } from './draw-pairs.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('Name the folder for the pairs: npx node e2e/visual/make-pairs.ts FOLDER')
mkdirSync(folder, { recursive: true })
const rows = await drawPairs(folder)
writeFileSync(join(folder, 'pairs.jsonl'), `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)
process.stdout.write(`${rows.length} pairs are in ${folder}\n`)
