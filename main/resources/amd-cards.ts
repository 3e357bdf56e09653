import { readdir } from 'node:fs/promises'
import { posix } from 'node:path'
import type { Gpu } from '#contracts/resources.ts'
import { numberIn, readTextLater } from './read-text.ts'

const MIB = 1024 * 1024

/** AMD cards as the kernel's driver tells of them in `/sys/class/drm` (Linux, "amdgpu" in the kernel's documentation of its GPUs). */
export async function readAmdCards(sysRoot: string): Promise<readonly Gpu[]> {
  const root = posix.join(sysRoot, 'class/drm')
  const names = (await readdir(root).catch(() => [])).filter((name) => /^card\d+$/.test(name)).sort()
  const cards = await Promise.all(
    names.map(async (name): Promise<Gpu[]> => {
      const field = async (file: string): Promise<string | null> => readTextLater(posix.join(root, name, 'device', file))
      const total = numberIn(await field('mem_info_vram_total'))
      const used = numberIn(await field('mem_info_vram_used'))
      // Other drivers keep no such files: without free memory a card cannot be planned with.
      if (total === null || used === null || total === 0) return []
      const busy = numberIn(await field('gpu_busy_percent'))
      const product = (await field('product_name'))?.trim() ?? ''
      return [
        {
          name: product === '' ? 'AMD GPU' : product,
          vramTotalMb: Math.round(total / MIB),
          vramFreeMb: Math.round(Math.max(0, total - used) / MIB),
          utilizationPct: busy === null ? null : Math.min(100, busy),
        },
      ]
    }),
  )
  return cards.flat()
}
