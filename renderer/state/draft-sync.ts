import type { Draft, StoredDraft } from '#contracts/compose.ts'
import { EMPTY_DRAFT, textEditBetween } from '#contracts/draft-text.ts'
import type { ComposeStore } from './compose-store.ts'
import type { ConnectionStore } from './connection-store.ts'
import { describeError } from './describe-error.ts'
import { forgetEarlierDraft, holdsEarlierDraft } from './earlier-draft.ts'
import { joinPrompts, meetDrafts, sameDraft } from './meet-drafts.ts'
import { createSaveLoop } from './save-loop.ts'
import type { KeyValueStorage } from './saved.ts'
import type { SourcesStore } from './sources-store.ts'

/** A key waits no longer than a frame: whatever ends the app then takes at most the last letters with it. */
const QUIET_MS = 16
const LATEST_MS = 48
const RETRY_MS = 1_000

/** Keeps the draft in view and the one in the core's database the same. */
export interface DraftSync {
  /** The page may go: sends what has not left without waiting for the save that is under way. */
  flush(): void
  /** Some window saved this revision. */
  announced(revision: number): void
  /** Puts a kept text in the view; the one it replaces is kept in its stead. False while something is still to be saved. */
  takeKept(id: number): boolean
  discardKept(id: number): Promise<void>
  /** The page goes: sends what has not left, and nothing after that. */
  dispose(): void
}

interface Parts {
  readonly connection: ConnectionStore
  readonly compose: ComposeStore
  readonly sources: SourcesStore
  /** Where earlier versions of the app kept the draft; emptied of it once the core has it. */
  readonly storage: KeyValueStorage
}

export function startDraftSync({ connection, compose, sources, storage }: Parts): DraftSync {
  /** What the core has, as far as this window knows; null until it has told for the first time. */
  let known: { readonly revision: number; readonly draft: Draft } | null = null
  /** What was sent without an answer, which the core may have. */
  let unanswered: readonly Draft[] = []
  /** The core's prompt was written elsewhere, and what is in view takes its place. */
  let keepReplaced = false
  /** A kept text that went into the view, to be dropped from the kept ones when it is saved there. */
  let inUse: number | null = null
  /** The highest revision that this window has heard of. */
  let latestRevision = 0
  let hasEarlier = holdsEarlierDraft(storage)
  let restoring = false
  let sending = false
  let calls = new AbortController()
  let retry: ReturnType<typeof setTimeout> | undefined

  const forgetEarlier = (): void => {
    if (hasEarlier) forgetEarlierDraft(storage)
    hasEarlier = false
  }

  const here = (): Draft => {
    const { prompt, template, fields, route, localOnly, raisedLabel } = compose.getState()
    return { prompt, template, fields, route, localOnly, raisedLabel, excludedSources: [...sources.getState().excluded] }
  }

  const show = (draft: Draft): void => {
    restoring = true
    compose.getState().restore(draft)
    sources.getState().setExcluded(draft.excludedSources)
    restoring = false
  }

  const reloadKept = async (): Promise<void> => compose.setState({ kept: await connection.api().compose.kept() })
  const discardKept = async (id: number): Promise<void> => {
    await connection.api().compose.discard({ id })
    await reloadKept()
  }
  const quietly = (work: Promise<void>): void => {
    // The list of kept texts is asked for again with the next change; nothing depends on it meanwhile.
    work.catch(() => undefined)
  }

  /** Brings view and core together; `draft` is what the core has now. */
  const meet = ({ revision, label: _label, savedAt: _savedAt, ...draft }: StoredDraft): void => {
    const mine = here()
    const first = known === null
    // A draft of our own that was stored without our hearing of it: what is in view came after it.
    const own = unanswered.find((sent) => sameDraft(sent, draft))
    const before = own ?? known?.draft ?? EMPTY_DRAFT
    const met = meetDrafts(before, mine, draft)
    const foreign = draft.prompt !== before.prompt
    let joined: string | null = null
    if (first) joined = joinPrompts(draft.prompt, mine.prompt)
    if (joined !== null) met.prompt = joined
    known = { revision, draft }
    latestRevision = Math.max(latestRevision, revision)
    unanswered = []
    // Once it is known that a text of somebody else would be replaced, that holds until a save has arrived.
    keepReplaced ||= foreign && joined === null && met.prompt !== draft.prompt
    if (!sameDraft(met, mine)) show(met)
    if (!sameDraft(met, draft)) loop.changed()
    else forgetEarlier()
    if (first || foreign) quietly(reloadKept())
  }

  /** The core has this draft, and so nothing that was sent before it. */
  const answered = (draft: Draft, revision: number): void => {
    known = { revision, draft }
    unanswered = unanswered.slice(unanswered.indexOf(draft) + 1)
  }

  /** The core has what is in view. */
  const arrived = (): void => {
    keepReplaced = false
    inUse = null
    forgetEarlier()
    if (compose.getState().saveError !== null) compose.setState({ saveError: null })
  }

  const save = async (): Promise<boolean> => {
    if (known === null) return true
    const base = known
    const draft = here()
    if (unanswered.length === 0 && sameDraft(draft, base.draft)) {
      arrived()
      return true
    }
    const whole = unanswered.length > 0 || keepReplaced
    const prompt = whole ? draft.prompt : textEditBetween(base.draft.prompt, draft.prompt)
    unanswered = [...unanswered.slice(-7), draft]
    const keeping = keepReplaced
    sending = true
    try {
      const result = await connection
        .api()
        .compose.save({ base: base.revision, draft: { ...draft, prompt }, keepReplaced }, { signal: calls.signal })
      if (!result.saved) {
        meet(result.stored)
        return true
      }
      answered(draft, result.revision)
      const taken = inUse
      arrived()
      if (taken !== null) quietly(discardKept(taken))
      else if (keeping) quietly(reloadKept())
      if (latestRevision > result.revision) void refresh()
      return true
    } catch (error) {
      // While the connection is lost its banner tells the person; the text stays in view and leaves when it is back.
      if (connection.getState().status === 'open') compose.setState({ saveError: describeError(error) })
      return false
    } finally {
      sending = false
    }
  }

  const loop = createSaveLoop({
    quietMs: QUIET_MS,
    latestMs: LATEST_MS,
    retryMs: RETRY_MS,
    ready: () => known !== null && connection.getState().status === 'open',
    save,
  })

  /** Learns what is stored, unless the person is writing: then the save learns it. */
  async function refresh(): Promise<void> {
    clearTimeout(retry)
    const { signal } = calls
    const asked = known
    try {
      const stored = await connection.api().compose.get(undefined, { signal })
      if (known === null) {
        meet(stored)
        compose.setState({ draftState: 'ready' })
      } else if (known === asked && loop.idle() && stored.revision !== known.revision) meet(stored)
    } catch {
      if (signal.aborted || connection.getState().status !== 'open') return
      if (known === null) compose.setState({ draftState: 'failed' })
      retry = setTimeout(() => void refresh(), RETRY_MS)
    }
  }

  const leave = (): void => {
    const draft = here()
    if (connection.getState().status !== 'open' || sameDraft(draft, unanswered.at(-1) ?? known?.draft ?? EMPTY_DRAFT)) return
    // A save that is under way will have been done before this one. What was typed before the stored draft arrived is refused where
    // there is one, and kept beside it.
    const base = (known?.revision ?? 0) + (sending ? 1 : 0)
    unanswered = [...unanswered, draft]
    const work = connection.api().compose.save({ base, draft, keepReplaced, closing: true })
    // A page that was about to go can stay after all; if it has gone, nobody is there to be told.
    work.then(
      (result) => result.saved && answered(draft, result.revision),
      () => undefined,
    )
  }

  const onEdit = (): void => {
    if (!restoring && known !== null) loop.changed()
  }
  const stops = [
    compose.subscribe((now, before) => {
      const same =
        now.prompt === before.prompt &&
        now.template === before.template &&
        now.fields === before.fields &&
        now.route === before.route &&
        now.localOnly === before.localOnly &&
        now.raisedLabel === before.raisedLabel
      if (!same) onEdit()
    }),
    sources.subscribe((now, before) => {
      if (now.excluded !== before.excluded) onEdit()
    }),
    connection.subscribe((now, before) => {
      if (now.status !== 'open' && before.status === 'open') {
        // A call that waits for an answer of a connection that is gone would hold up what follows.
        calls.abort()
        calls = new AbortController()
        // The banner of the lost connection says it from here on.
        compose.setState({ saveError: null })
      }
      if (now.epoch === before.epoch) return
      if (loop.idle()) void refresh()
      else loop.flush()
    }),
  ]

  return {
    flush: leave,
    announced(revision) {
      latestRevision = Math.max(latestRevision, revision)
      if (known !== null && revision > known.revision && loop.idle()) void refresh()
    },
    takeKept(id) {
      const text = compose.getState().kept.find((kept) => kept.id === id)
      if (text === undefined || !loop.idle() || known === null || connection.getState().status !== 'open') return false
      keepReplaced = true
      inUse = id
      compose.getState().setPrompt(text.prompt)
      loop.flush()
      return true
    },
    discardKept,
    dispose() {
      loop.dispose()
      leave()
      clearTimeout(retry)
      for (const stop of stops) stop()
    },
  }
}
