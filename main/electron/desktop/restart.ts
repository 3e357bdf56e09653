import { linksAmong } from './deep-link.ts'
import { withoutFiles } from './opened-files.ts'

/** A restart that was asked for. It only happens with a quit that the person agreed to. */
export interface Restart {
  want(): void
  /** The person stays after all: a later quit is only a quit. */
  forget(): void
  /** The app ends: it is started again where that is wanted. */
  ending(): void
}

/** `args` are those of this start; what it was asked to open is not asked for again. */
export function createRestart(args: readonly string[], relaunch: (args: string[]) => void): Restart {
  let wanted = false
  return {
    want() {
      wanted = true
    },
    forget() {
      wanted = false
    },
    ending() {
      const links = linksAmong(args)
      if (wanted) relaunch(withoutFiles(args).filter((arg) => !links.includes(arg)))
    },
  }
}
