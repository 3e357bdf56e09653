// `npm run package:announce -- --key FILE --dir FOLDER [...]`: signs what is said of a release and puts it beside its packages.
import { createHash, createPrivateKey } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { UpdateChannelSchema } from '../contracts/updates.ts'
import { type PACKAGE_KINDS, type ReleaseFile, type ReleaseStatement, ReleaseStatementSchema } from '../main/updates/index.ts'
import { newReleaseKey, signRelease } from '../main/updates/signed-release.ts'

export const USAGE = `Usage:
  npm run package:announce -- --new-key FILE
  npm run package:announce -- --key FILE --dir FOLDER --version VERSION [--channel stable|beta] [--percent N] [--not-before DATE]
                              [--from VERSION] [--withdraw VERSION]... [--notes FILE]

--percent is the share of installations that are offered it (default 5); 0 halts it. Say it again with a larger one to go on.`

/** By the end of a package's name, what it is for. */
const KINDS: Readonly<Record<string, { readonly kind: (typeof PACKAGE_KINDS)[number]; readonly platform: ReleaseFile['platform'] }>> = {
  '.AppImage': { kind: 'AppImage', platform: 'linux' },
  '.deb': { kind: 'deb', platform: 'linux' },
  '.rpm': { kind: 'rpm', platform: 'linux' },
  '.exe': { kind: 'nsis', platform: 'win32' },
  '.zip': { kind: 'zip', platform: 'darwin' },
}

/** The packages of a folder that can renew an installation; their names say the processor. */
export function packagesIn(folder: string): ReleaseFile[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => {
      const about = KINDS[/\.[A-Za-z]+$/.exec(name)?.[0] ?? '']
      const file = join(folder, name)
      if (about === undefined || !statSync(file).isFile()) return []
      const bytes = readFileSync(file)
      const arch = /arm64|aarch64/.test(name) ? 'arm64' : 'x64'
      return [{ ...about, arch, name, sha512: createHash('sha512').update(bytes).digest('base64'), bytes: bytes.byteLength }]
    })
}

/** Runs the command with these words; returns what to print. Throws what is wrong with them. */
export function announceRelease(args: readonly string[], now: Date): string {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'new-key': { type: 'string' },
      key: { type: 'string' },
      dir: { type: 'string' },
      version: { type: 'string' },
      channel: { type: 'string', default: 'stable' },
      percent: { type: 'string', default: '5' },
      'not-before': { type: 'string' },
      from: { type: 'string' },
      withdraw: { type: 'string', multiple: true, default: [] },
      notes: { type: 'string' },
    },
  })
  const newKey = values['new-key']
  if (newKey !== undefined) {
    if (existsSync(newKey)) throw new Error(`${newKey} is there already; a key is never overwritten.`)
    const { publicKey, privateKey } = newReleaseKey()
    writeFileSync(newKey, privateKey, { mode: 0o600, flag: 'wx' })
    return `The key is in ${newKey}; keep it off the network. Its public half belongs into resources/updates.json:\n${publicKey}\n`
  }
  const { key, dir, version, channel, notes } = values
  if (key === undefined || dir === undefined || version === undefined) throw new Error(USAGE)
  const statement: ReleaseStatement = ReleaseStatementSchema.parse({
    product: 'tidegate',
    channel: UpdateChannelSchema.parse(channel),
    version,
    issuedAt: now.toISOString(),
    percent: Number(values.percent),
    notBefore: new Date(values['not-before'] ?? now).toISOString(),
    from: values.from ?? null,
    withdrawn: values.withdraw,
    notes: notes === undefined ? '' : readFileSync(notes, 'utf8').trim(),
    files: packagesIn(dir),
  })
  const file = join(dir, `${statement.channel}.json`)
  writeFileSync(file, signRelease(statement, [createPrivateKey(readFileSync(key))]))
  const files = statement.files.map(({ name }) => `  ${name}`).join('\n')
  return `${file}: version ${version} for ${statement.percent} % of the installations, with\n${files}\nPut it and the packages at the address of resources/updates.json, the packages first.\n`
}

if (import.meta.main) {
  try {
    process.stdout.write(announceRelease(process.argv.slice(2), new Date()))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 2
  }
}
