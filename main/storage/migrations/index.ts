import { initial } from './0001-initial.ts'
import { passages } from './0002-passages.ts'
import { draft } from './0003-draft.ts'
import { privacyRules } from './0004-privacy-rules.ts'
import { sealedVaults } from './0005-sealed-vaults.ts'
import { routingLearning } from './0006-routing-learning.ts'
import { attemptParts } from './0007-attempt-parts.ts'
import { sourcePassages } from './0008-source-passages.ts'
import { drafts } from './0009-drafts.ts'
import { costsAndThreads } from './0010-costs-and-threads.ts'
import { passageVectors } from './0011-passage-vectors.ts'
import { indexLaterAndPartialDrafts } from './0012-index-later-and-partial-drafts.ts'
import { queue } from './0013-queue.ts'
import { jobMoves } from './0014-job-moves.ts'
import { resourceHistory } from './0015-resource-history.ts'
import { testRuns } from './0016-test-runs.ts'
import { testEditions } from './0017-test-editions.ts'
import { judgements } from './0018-judgements.ts'
import { conversationTurns } from './0019-conversation-turns.ts'
import { stepsTogether } from './0020-steps-together.ts'
import type { Migration } from './migration.ts'

/** Every step ever released, in order. Append only. */
export const MIGRATIONS: readonly Migration[] = [
  initial,
  passages,
  draft,
  privacyRules,
  sealedVaults,
  routingLearning,
  attemptParts,
  sourcePassages,
  drafts,
  costsAndThreads,
  passageVectors,
  indexLaterAndPartialDrafts,
  queue,
  jobMoves,
  resourceHistory,
  testRuns,
  testEditions,
  judgements,
  conversationTurns,
  stepsTogether,
]

export type { Migration } from './migration.ts'
