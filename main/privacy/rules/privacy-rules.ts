import { TidegateError } from '#contracts/errors.ts'
import type { NewPrivacyRule, PrivacyRule, RuleTrial } from '#contracts/privacy-rules.ts'
import type { Platform } from '../../platform.ts'
import type { PrivacyRuleStore } from '../../storage/types.ts'
import { checkRule } from './check-rule.ts'
import { matchesOf, patternSteps, type RuleBook } from './rule-book.ts'
import { ruleKey } from './rule-text.ts'

/** The workspace's own rules. */
export interface PrivacyRules {
  /** Those that hold now, whichever process on this data added them; the same array until one is added or removed. Rejects where storage does. */
  current(): Promise<readonly PrivacyRule[]>
  /** Those that were read last, at once: another process may have added one since. */
  held(): readonly PrivacyRule[]
  /** All that ever held, newest first. */
  list(): Promise<readonly PrivacyRule[]>
  /** Adds a rule, or gives back the same one that holds already. It is on disk when this resolves. Throws BAD_INPUT or CONFLICT. */
  add(rule: NewPrivacyRule): Promise<PrivacyRule>
  /** What `add` would say, and where the rule is found in a sample. Nothing is kept. */
  test(rule: NewPrivacyRule, sample: string): RuleTrial
  /** False when there is no such rule that holds. */
  remove(id: string): Promise<boolean>
}

/** Reads the rules into the book first, and keeps it up to date. `onChange` is called after each change, before the call that made it resolves. */
export async function createPrivacyRules(deps: {
  platform: Platform
  store: PrivacyRuleStore
  isRestricted: (text: string) => boolean
  book: RuleBook
  onChange: () => void
}): Promise<PrivacyRules> {
  const { platform, store } = deps
  let active: readonly PrivacyRule[] = []
  let version = ''
  const reload = async (): Promise<boolean> => {
    // Taken first: what is added while the rules are read is seen at the next look.
    const now = await store.version()
    if (now === version) return false
    active = (await store.list()).filter(({ removedAt }) => removedAt === null)
    deps.book.use(active)
    version = now
    return true
  }
  /** One reading after the other, so that an older one never takes the place of a newer. */
  let reading: Promise<unknown> = reload()
  const refresh = async (): Promise<void> => {
    const next = reading.then(reload)
    // Whoever asked is told below that it failed; the next reading begins all the same.
    reading = next.catch(() => undefined)
    if (await next) deps.onChange()
  }
  const current = async (): Promise<readonly PrivacyRule[]> => {
    if ((await store.version()) !== version) await refresh()
    return active
  }
  await reading
  return {
    current,
    held: () => active,
    list: () => store.list(),
    async add(rule) {
      const same = (await current()).find(
        ({ kind, label, text }) =>
          kind === rule.kind && label === rule.label && (kind === 'pattern' ? text === rule.text : ruleKey(text) === ruleKey(rule.text)),
      )
      if (same !== undefined) return same
      checkRule(rule, active, deps.isRestricted)
      const added: PrivacyRule = { ...rule, id: platform.ids.next('rul'), createdAt: platform.clock.now(), removedAt: null }
      await store.add(added)
      await refresh()
      return added
    },
    test(rule, sample) {
      const started = platform.clock.monotonic()
      try {
        checkRule(rule, active, deps.isRestricted)
      } catch (error) {
        if (!(error instanceof TidegateError)) throw error
        return { problem: error.message, steps: null, matches: [], elapsedMs: platform.clock.monotonic() - started }
      }
      const matches = matchesOf({ ...rule, id: 'trial', createdAt: 0, removedAt: null }, sample)
      const steps = rule.kind === 'pattern' ? patternSteps(rule.text) : null
      return { problem: null, steps, matches, elapsedMs: platform.clock.monotonic() - started }
    },
    async remove(id) {
      const removed = await store.remove(id, platform.clock.now())
      if (removed) await refresh()
      return removed
    },
  }
}
