import { TidegateError } from '#contracts/errors.ts'
import type { NewPrivacyRule, PrivacyRule, RuleTrial } from '#contracts/privacy-rules.ts'
import type { Platform } from '../../platform.ts'
import type { PrivacyRuleStore } from '../../storage/types.ts'
import { checkRule } from './check-rule.ts'
import { matchesOf, patternSteps, type RuleBook } from './rule-book.ts'
import { ruleKey } from './rule-text.ts'

/** The workspace's own rules. */
export interface PrivacyRules {
  /** Those that hold now; the same array until one is added or removed. */
  active(): readonly PrivacyRule[]
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
  const reload = async (): Promise<void> => {
    active = (await store.list()).filter(({ removedAt }) => removedAt === null)
    deps.book.use(active)
  }
  const changed = async (): Promise<void> => {
    await reload()
    deps.onChange()
  }
  await reload()
  return {
    active: () => active,
    list: () => store.list(),
    async add(rule) {
      const same = active.find(
        ({ kind, label, text }) =>
          kind === rule.kind && label === rule.label && (kind === 'pattern' ? text === rule.text : ruleKey(text) === ruleKey(rule.text)),
      )
      if (same !== undefined) return same
      checkRule(rule, active, deps.isRestricted)
      const added: PrivacyRule = { ...rule, id: platform.ids.next('rul'), createdAt: platform.clock.now(), removedAt: null }
      await store.add(added)
      await changed()
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
      if (removed) await changed()
      return removed
    },
  }
}
