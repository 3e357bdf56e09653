import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const renderer = join(import.meta.dirname, '..', 'out', 'renderer')
const read = (file: string): string => readFileSync(join(renderer, file), 'utf8')
const page = read('index.html')
const scripts = [...page.matchAll(/(?:src|rel="modulepreload" crossorigin href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, file = '']) => file)
const styles = [...page.matchAll(/rel="preload" as="style" crossorigin href="\.\/(assets\/[^"]+\.css)"/g)].map(([, file = '']) => file)

describe('what the built window starts from', () => {
  it('is named in the page as a whole, so that none of it waits until another has come', () => {
    expect(scripts.length).toBeGreaterThanOrEqual(3)
    const needed = new Set<string>()
    for (const script of scripts) {
      const imported = [...read(script).matchAll(/(?:^|[;}\s])(?:import|from)\s*["']\.\/([^"']+)["']/g)].map(([, file]) => `assets/${file}`)
      expect(scripts, script).toEqual(expect.arrayContaining(imported))
      for (const file of imported) needed.add(file)
    }
    // The first, the window's and the bundler's own are needed by others of them: were they not found, nothing would have been looked at.
    expect(needed.size).toBeGreaterThanOrEqual(3)
    const styled = read(scripts[0] ?? '').match(/\.\/(?:window|compose)-[^"]+\.css/g) ?? []
    expect(styles.map((file) => file.replace('assets/', './'))).toEqual(expect.arrayContaining(styled))
    expect(styles.length).toBeGreaterThanOrEqual(2)
  })

  it('is few files, and at most 250 kB of script with gzip', () => {
    expect(scripts.length + styles.length).toBeLessThanOrEqual(8)
    expect(scripts.reduce((sum, file) => sum + gzipSync(read(file)).length, 0)).toBeLessThanOrEqual(250_000)
  })
})
