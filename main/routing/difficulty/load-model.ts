import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDifficultyEstimator, type DifficultyEstimator } from './estimate-difficulty.ts'
import { unpackDifficultyModel } from './model-file.ts'

export interface LoadedDifficulty {
  /** Null when there is no usable model: difficulty is then judged by the wording alone. */
  readonly estimator: DifficultyEstimator | null
  /** Why there is none, in words for a log and for `doctor`; null when there is one. */
  readonly problem: string | null
}

/** Reads `model.bin` of `resources/difficulty`. Does not throw: routing goes on by wording where the file is missing or damaged. */
export function loadDifficulty(folder: string): LoadedDifficulty {
  try {
    return { estimator: createDifficultyEstimator(unpackDifficultyModel(readFileSync(join(folder, 'model.bin')))), problem: null }
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    return { estimator: null, problem: `The trained difficulty model cannot be used, so difficulty is judged by wording alone: ${cause}` }
  }
}

/** The same when it is first asked for; `onMissing` is told once that there is no usable model. */
export function lazyDifficulty(folder: string, onMissing: () => void): () => LoadedDifficulty {
  let loaded: LoadedDifficulty | null = null
  return () => {
    if (loaded === null) {
      loaded = loadDifficulty(folder)
      if (loaded.estimator === null) onMissing()
    }
    return loaded
  }
}
