import { describe, expect, it } from 'vitest'
import { type ErrorCode, TidegateError } from '#contracts/errors.ts'
import { actionOf, RECOVERY_ACTIONS, recoveryPage } from './recovery-page.ts'
import { pageKeepsCrashing, startFailure, startsKeepFailing } from './situations.ts'

const CODES: readonly ErrorCode[] = [
  'DATABASE_NEWER',
  'DATA_DIR_LOCKED',
  'DATA_DIR_READ_ONLY',
  'DATABASE_DAMAGED',
  'CONFIG_INVALID',
  'INTERNAL',
]

describe('what a person is told when the app cannot start', () => {
  it.each(CODES)('%s: what happened, what was kept, what to do', (code) => {
    const situation = startFailure(new TidegateError(code, 'The folder is so and so.'))
    expect(situation.happened).toContain('so and so')
    expect(situation.kept).toContain('Nothing was deleted')
    expect(situation.steps.length).toBeGreaterThan(0)
    expect(situation.actions).toContain('quit')
  })

  it.each(['ENOSPC', 'SQLITE_FULL'])('a full disk (%s) is called that', (code) => {
    const cause = Object.assign(new Error('x'), { code })
    expect(startFailure(cause).title).toBe('The disk is full')
    expect(startFailure(new TidegateError('INTERNAL', 'A storage operation failed.', { cause })).title).toBe('The disk is full')
  })

  it.each([new Error('Margaret Ellison'), 'Margaret Ellison', null, { message: 'Margaret Ellison' }])(
    'of %s only the kind is told',
    (error) => {
      expect(JSON.stringify(startFailure(error))).not.toContain('Margaret')
    },
  )
})

describe('the recovery page', () => {
  it('has no script and nothing inline, whatever the message says', () => {
    const page = recoveryPage(startFailure(new TidegateError('INTERNAL', '</p><script>alert(1)</script><img src=x onerror="y">')))
    expect(page).not.toMatch(/<script|<img|style=|<style/)
    expect(page).toContain('&#60;script&#62;')
  })

  it.each([startFailure(null), pageKeepsCrashing('oom'), startsKeepFailing(3)])('its links are the actions of the window', (situation) => {
    const hrefs = [...recoveryPage(situation).matchAll(/href="\.\/recovery\/([a-z-]+)"/g)].map(([, name]) => name)
    expect(hrefs).toEqual(situation.actions)
    for (const name of hrefs) expect(actionOf(`app://renderer/recovery/${name}`)).toBe(name)
  })

  it.each(['app://renderer/recovery', 'app://renderer/', 'https://example.com/recovery/', 'app://renderer/recovery/toString', 'nonsense'])(
    '%s is no action',
    (address) => expect(actionOf(address)).toBeNull(),
  )

  it('names every action', () => {
    expect(Object.values(RECOVERY_ACTIONS).every((label) => label.length > 3)).toBe(true)
  })
})
