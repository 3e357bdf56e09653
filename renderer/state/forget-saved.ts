import type { HostInfo } from '#contracts/rpc.ts'
import { isNumber, readSaved, save } from './saved.ts'

/** The process whose erasing this window has already heard of. */
const HEARD = 'forgotten-for'

/**
 * Where all data was deleted before this start, what the window remembers of itself (look, language, columns) goes too, once. Gives back
 * whether something went: the window is then to be loaded anew.
 */
export function forgetSaved({ erased, pid }: Pick<HostInfo, 'erased' | 'pid'>, storage: Storage): boolean {
  if (!erased || readSaved(storage, HEARD, isNumber) === pid) return false
  const own = Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter(
    (key) => key?.startsWith('tidegate.') === true,
  )
  for (const key of own) if (key !== null) storage.removeItem(key)
  save(storage, HEARD, pid)
  return own.length > 0
}
