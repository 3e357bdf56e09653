import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { contentSecurityPolicy, fileFor } from './renderer-files.ts'

const base = mkdtempSync(join(tmpdir(), 'tidegate-files-'))
const root = join(base, 'renderer')
mkdirSync(join(root, 'assets'), { recursive: true })
mkdirSync(join(base, 'renderer-other'))
for (const name of ['index.html', 'assets/app.js', 'notes.txt']) writeFileSync(join(root, name), '')
writeFileSync(join(base, 'secret.js'), '')
writeFileSync(join(base, 'renderer-other', 'x.js'), '')
symlinkSync(join(base, 'secret.js'), join(root, 'link.js'))
afterAll(() => rmSync(base, { recursive: true }))

describe('files of the renderer', () => {
  it.each([
    ['/', 'index.html'],
    ['/index.html', 'index.html'],
    ['/assets/app.js', 'assets/app.js'],
    ['/assets/%61pp.js', 'assets/app.js'],
  ])('%s is served', (path, name) => {
    expect(fileFor(root, path)).toBe(join(root, name))
  })

  it.each([
    '/../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/..%5csecret.js',
    '/assets/../../secret.js',
    '/../renderer-other/x.js',
    '/link.js',
    '/assets',
    '/assets/',
    '/notes.txt',
    '/missing.js',
    '/index.html%00.js',
    '/%E0%A4%A.js',
    `/${'a'.repeat(5_000)}.js`,
    '//etc/passwd',
  ])('%s is not', (path) => {
    expect(fileFor(root, path)).toBeNull()
  })

  it('has a policy without anything inline', () => {
    const policy = contentSecurityPolicy("'self'")
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
  })
})
