import type { LlamaContextSequence, Token } from 'node-llama-cpp'

/** How long one piece of a prompt should take, ms: half of what a cancellation may. */
const PIECE_MS = 50
/**
 * The fewest tokens of a piece. On the processor, ggml computes flash attention in tiles of this many queries (GGML_FA_TILE_Q), and what is
 * shorter one query at a time: measured, 63 tokens took eight times as long as 66, and 9,000 in pieces of 16 twenty times as long as in these.
 */
const TILE = 64
/** With the rest of a prompt that is shorter than a tile, it still fits a batch of the engine, which is 512. */
const LARGEST_PIECE = 7 * TILE

/**
 * Reads a prompt into the context in pieces, and stops between two of them when the signal is aborted (throws its reason). What the context
 * holds of the same beginning is kept. The engine itself cannot be stopped within a piece, so their size follows the speed that is seen.
 */
export async function prefill(sequence: LlamaContextSequence, tokens: readonly Token[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await sequence.adaptStateToTokens([...tokens], false)
  let size = TILE
  for (let at = sequence.nextTokenIndex; at < tokens.length; ) {
    signal.throwIfAborted()
    const piece = tokens.slice(at, tokens.length - at < size + TILE ? tokens.length : at + size)
    const started = performance.now()
    await sequence.evaluateWithoutGeneratingNewTokens(piece)
    at += piece.length
    const msPerToken = (performance.now() - started) / piece.length
    size = Math.max(1, Math.floor(Math.min(LARGEST_PIECE, size * 2, PIECE_MS / msPerToken) / TILE)) * TILE
  }
  signal.throwIfAborted()
}
