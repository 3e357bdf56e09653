import { type PrivacyMetrics, type ScoredRow, scorePrivacy } from '../../main/privacy/eval/evaluate-privacy.ts'
import { askPeer } from './ask-peer.ts'
import type { DataSet } from './data-sets.ts'
import { PEERS } from './peers/index.ts'
import { type Detected, DetectedSchema } from './tasks.ts'

/** What a peer is worth on one file; every figure from 0 to 1, null where the rows do not allow it or the peer does not claim it. */
export interface Quality {
  readonly typedF1: number | null
  readonly charF1: number | null
  /** Over predictions of the types that the file marks. */
  readonly charF1OfGoldTypes: number | null
  readonly overlapF1: number | null
  readonly cleanFlagged: number | null
  readonly unitsLeft: number | null
  readonly zeroLeak: number | null
  readonly overRedaction: number | null
  readonly balancedAccuracy: number | null
  readonly recall: number | null
  readonly falseFlags: number | null
  readonly mcc: number | null
  readonly spanRecall: number | null
  /** Texts whose redacted form could not be laid over the original. */
  readonly alignmentFailures: number
}

export interface PeerQuality {
  /** Why there are no figures; null when there are. */
  readonly problem: string | null
  /** Attempts of the peer to open a connection, all refused. */
  readonly connections: number
  /** By file name. */
  readonly files: Readonly<Record<string, Quality>>
}

/** Runs a peer over all rows in one process and scores each file. A peer is left out of files that hold nothing of what it finds. */
export async function qualityOf(peer: string, sets: readonly DataSet[], limitMs: number): Promise<PeerQuality> {
  const finds = PEERS[peer]?.finds
  const wanted = sets.filter(({ isSecrets }) => (isSecrets ? finds?.secrets : finds?.personal) === true)
  if (wanted.length === 0) return { problem: null, connections: 0, files: {} }
  const texts = wanted.flatMap(({ rows }) => rows.map(({ text }) => text))
  const asked = await askPeer({ kind: 'detect', peer, texts }, DetectedSchema, limitMs)
  if ('problem' in asked) return { ...asked, files: {} }
  const files: Record<string, Quality> = {}
  let from = 0
  for (const set of wanted) {
    files[set.name] = qualityOfFile(peer, set, sliceOf(asked.result, from, from + set.rows.length))
    from += set.rows.length
  }
  return { problem: null, connections: asked.connections, files }
}

function sliceOf(detected: Detected, from: number, to: number): Detected {
  return { spans: detected.spans.slice(from, to), aligned: detected.aligned.slice(from, to), flagged: detected.flagged.slice(from, to) }
}

function qualityOfFile(peer: string, set: DataSet, detected: Detected): Quality {
  const scored = set.rows.map(
    (row, index): ScoredRow => ({
      row,
      findings: detected.spans[index] ?? [],
      isPrivate: detected.flagged[index] === true,
    }),
  )
  return summaryOf(peer, scorePrivacy(scored), detected.aligned.filter((aligned) => !aligned).length)
}

function summaryOf(peer: string, { spans, units, requests }: PrivacyMetrics, alignmentFailures: number): Quality {
  // Ours says which findings are credentials; for the others anything that they find in a scanner's fixture counts as one.
  const decision = peer === 'tidegate' || (requests?.kinds.secrets ?? 0) === 0 ? requests : (requests?.anyFinding ?? null)
  return {
    typedF1: spans?.typed.f1 ?? null,
    charF1: spans?.characters.f1 ?? null,
    charF1OfGoldTypes: spans?.ofGoldTypes.characters.f1 ?? null,
    overlapF1: spans?.overlap.f1 ?? null,
    cleanFlagged: spans?.cleanFlagged.share ?? null,
    unitsLeft: units?.meanLeak ?? null,
    zeroLeak: units?.zeroLeak.share ?? null,
    overRedaction: units?.overRedaction.share ?? null,
    balancedAccuracy: decision?.balancedAccuracy ?? null,
    recall: decision?.recall ?? null,
    falseFlags: decision?.falseFlagRate ?? null,
    mcc: decision?.mcc ?? null,
    spanRecall: requests?.spanRecall?.share ?? null,
    alignmentFailures,
  }
}
