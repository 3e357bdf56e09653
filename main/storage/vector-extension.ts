import { getLoadablePath } from 'sqlite-vec'
import { TidegateError } from '#contracts/errors.ts'
import type { Connection } from './connection.ts'

/** Loads what compares vectors into a connection, when it is first needed. */
export interface VectorExtension {
  /** Why it cannot be loaded here, for a person; null when it is loaded. */
  problem(): string | null
  /** Throws INTERNAL where it cannot be loaded. */
  need(): void
}

/** @param locate the library's file; throws where this system has none */
export function createVectorExtension(db: Connection, locate: () => string = getLoadablePath): VectorExtension {
  let outcome: { readonly problem: string | null; readonly cause?: unknown } | null = null

  function load(): NonNullable<typeof outcome> {
    try {
      db.loadExtension(besideArchive(locate()))
      return { problem: null }
    } catch (cause) {
      const problem = `Vectors cannot be compared here: there is no sqlite-vec for ${process.platform}-${process.arch} in this installation. Sources are searched by their words.`
      return { problem, cause }
    }
  }
  const tried = (): NonNullable<typeof outcome> => {
    outcome ??= load()
    return outcome
  }

  return {
    problem: () => tried().problem,
    need() {
      const { problem, cause } = tried()
      if (problem !== null) throw new TidegateError('INTERNAL', problem, { cause })
    },
  }
}

/** The system's loader knows nothing of Electron's archive; native files lie beside it. */
export function besideArchive(file: string): string {
  return file.replace(/([\\/]app\.asar)(?=[\\/])/, '$1.unpacked')
}
