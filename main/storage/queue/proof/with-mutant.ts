// Preloaded: changes one source as it is read, so that the queue of this process has a known bug.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { MUTANTS } from './mutants.ts'

const name = process.env.TIDEGATE_MUTANT
const mutant = MUTANTS.find((one) => one.name === name)
if (mutant === undefined) throw new Error(`there is no mutant ${name}`)
const path = join(import.meta.dirname, '../../..', mutant.file)
let source = readFileSync(path, 'utf8')
for (const [from, to] of mutant.edits) {
  if (source.split(from).length !== 2) throw new Error(`"${from}" is not once in ${mutant.file}: write the mutant "${name}" anew`)
  source = source.replace(from, () => to)
}
const url = pathToFileURL(path).href
registerHooks({
  load: (wanted, context, next) => (wanted === url ? { format: 'module-typescript', source, shortCircuit: true } : next(wanted, context)),
})
