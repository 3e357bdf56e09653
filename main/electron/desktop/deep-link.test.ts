import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkAmong, parseDeepLink } from './deep-link.ts'

const JOB = 'job_0mwu0ywk256469c9dcc54677'

describe('a tidegate:// link', () => {
  it.each([
    ['tidegate://view/jobs', { type: 'show-view', view: 'jobs' }],
    ['TIDEGATE://view/privacy/', { type: 'show-view', view: 'privacy' }],
    [`tidegate://job/${JOB}`, { type: 'show-job', jobId: JOB }],
    ['tidegate://compose?prompt=Write%20about%20trees', { type: 'fill-prompt', prompt: 'Write about trees' }],
    ['tidegate://compose', { type: 'new-draft' }],
    ['tidegate://compose?prompt=a%0Ab%09c', { type: 'fill-prompt', prompt: 'a\nb\tc' }],
    ['tidegate://compose?prompt=pay%E2%80%AEtxt%00x', { type: 'fill-prompt', prompt: 'paytxtx' }],
  ])('%s', (link, command) => expect(parseDeepLink(link)).toEqual(command))

  it.each([
    'tidegate://view/secrets',
    'tidegate://view/jobs?x=1',
    'tidegate://view/jobs/../privacy/x',
    'tidegate://user:pass@view/jobs',
    'tidegate://view:80/jobs',
    'tidegate://view/jobs#x',
    'tidegate://job/../../etc/passwd',
    'tidegate://job/job_1; DROP TABLE jobs',
    'tidegate://compose?prompt=x&run=true',
    'tidegate://compose?prompt=x&prompt=y',
    'tidegate://compose/now?prompt=x',
    'tidegate://run?command=rm',
    'tidegate:view/jobs',
    ' tidegate://view/jobs',
    'tidegate://view/jobs\n',
    'https://view/jobs',
    'file:///etc/passwd',
    '',
    `tidegate://compose?prompt=${'x'.repeat(4_001)}`,
    `tidegate://compose?prompt=${'x'.repeat(9_000)}`,
  ])('%s is refused', (link) => expect(parseDeepLink(link)).toBeNull())

  it('never throws and never gives more than the contract allows', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.tuple(fc.constantFrom('https', 'file', 'javascript', 'tidegate'), fc.string()).map(([scheme, tail]) => `${scheme}:${tail}`),
          fc.string().map((tail) => `tidegate://${tail}`),
        ),
        (link) => {
          const command = parseDeepLink(link)
          if (command?.type === 'fill-prompt') expect(command.prompt.length).toBeLessThanOrEqual(4_000)
        },
      ),
    )
  })
})

describe('the arguments of a second start', () => {
  it.each([
    [['/app/tidegate', '--inspect=0', 'tidegate://view/jobs'], 'tidegate://view/jobs'],
    [['/app/tidegate', '/home/x/file.txt', '--no-sandbox', '--user-data-dir=/evil'], null],
    [['tidegate://view/jobs', 'tidegate://view/privacy'], null],
    [[], null],
  ])('%j', (args, link) => expect(linkAmong(args)).toBe(link))
})
