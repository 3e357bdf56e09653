import type { LlamaContextSequence, Token } from 'node-llama-cpp'

/** How long one piece of a prompt should take, ms: half of what a cancellation may. */
const PIECE_MS = 50
/** A piece smaller than this costs as much as this one, since every weight is read for it once. */
const LEAST_PIECE = 16
const LARGEST_PIECE = 512

/**
 * Reads a prompt into the context in pieces, and stops between two of them when the signal is aborted (throws its reason). What the context
 * holds of the same beginning is kept. The engine itself cannot be stopped within a piece, so their size follows the speed that is seen.
 */
export async function prefill(sequence: LlamaContextSequence, tokens: readonly Token[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await sequence.adaptStateToTokens([...tokens], false)
  let size = LEAST_PIECE
  for (let at = sequence.nextTokenIndex; at < tokens.length; ) {
    signal.throwIfAborted()
    const piece = tokens.slice(at, at + size)
    const started = performance.now()
    await sequence.evaluateWithoutGeneratingNewTokens(piece)
    at += piece.length
    const msPerToken = (performance.now() - started) / piece.length
    size = Math.max(LEAST_PIECE, Math.min(LARGEST_PIECE, size * 2, Math.floor(PIECE_MS / msPerToken)))
  }
  signal.throwIfAborted()
}
