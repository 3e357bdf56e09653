import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSourceFile } from './index.ts'

describe('reading a file', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidegate-files-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('gives its name, what its name promises, and its bytes', async () => {
    const path = join(folder, 'plan.md')
    await writeFile(path, '# Plan')
    const { name, mediaType, bytes } = await readSourceFile(path)
    expect({ name, mediaType, text: Buffer.from(bytes).toString() }).toEqual({
      name: 'plan.md',
      mediaType: 'text/markdown',
      text: '# Plan',
    })
  })

  it('refuses a file of 50 MB at once, without reading it', async () => {
    const path = join(folder, 'large.txt')
    await writeFile(path, '')
    await truncate(path, 50 * 1024 * 1024)
    const started = performance.now()
    await expect(readSourceFile(path)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' })
    expect(performance.now() - started).toBeLessThan(100)
  })

  it.runIf(process.platform === 'linux')('reads what says that it is empty and is not', async () => {
    expect(Buffer.from((await readSourceFile('/proc/self/status')).bytes).toString()).toContain('Name:')
  })

  it('says what is wrong with a path', async () => {
    await symlink(join(folder, 'loop'), join(folder, 'loop'))
    await expect(readSourceFile(join(folder, 'none.txt'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
    await expect(readSourceFile(join(folder, 'plan.md', 'x'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
    await expect(readSourceFile(folder)).rejects.toMatchObject({ code: 'FILE_IS_DIRECTORY' })
    await expect(readSourceFile(join(folder, 'loop'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    await expect(readSourceFile('/dev/null')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  })

  it.runIf(process.platform !== 'win32')('does not wait for a pipe that nobody writes to', async () => {
    const path = join(folder, 'pipe')
    execFileSync('mkfifo', [path])
    await expect(readSourceFile(path)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
  })
})
