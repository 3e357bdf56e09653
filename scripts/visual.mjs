// Decides on pictures of screens that wait: `npm run visual -- list`, `approve NAME…|--all [--note TEXT]`, `reject NAME… --note TEXT`.
import { userInfo } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openBaselineStore } from '../main/testing/baselines/index.ts'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))
const store = openBaselineStore(path('../e2e/visual/baselines'), path('../test-results/visual'))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'boolean' }, note: { type: 'string', default: '' }, author: { type: 'string' } },
})
const [action = 'list', ...named] = positionals
const names = values.all ? store.waiting() : named
const by = { author: values.author ?? userInfo().username, note: values.note, at: Date.now() }

if (action === 'list') for (const name of store.waiting()) process.stdout.write(`${name}: test-results/visual/${name}.png\n`)
else if (action === 'approve' || (action === 'reject' && values.note !== '')) {
  if (names.length === 0) throw new Error('Name the pictures, or say --all.')
  for (const name of names) {
    if (action === 'approve') store.approve(name, by)
    else store.reject(name, by)
    process.stdout.write(`${action === 'approve' ? 'Approved' : 'Rejected'} ${name}\n`)
  }
} else throw new Error('Say list, approve or reject; a rejection needs a --note.')
