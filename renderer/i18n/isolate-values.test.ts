import { afterEach, expect, it } from 'vitest'
import { isolateValues } from './isolate-values.ts'
import { speak, t } from './t.ts'

afterEach(() => speak('en', {}))

it('sets values apart, so that each keeps its own order, and leaves choices alone', () => {
  speak(
    'ar',
    isolateValues({
      'ready in about {time}': 'جاهز خلال نحو {time}',
      '{kind, select, here {here} other {{place}}}': '{kind, select, here {هنا} other {في {place}}}',
    }),
  )
  expect(t('ready in about {time}', { time: '50 ms' })).toBe('جاهز خلال نحو \u206850 ms\u2069')
  expect(t('{kind, select, here {here} other {{place}}}', { kind: 'here', place: '' })).toBe('هنا')
  expect(t('{kind, select, here {here} other {{place}}}', { kind: 'there', place: 'A' })).toBe('في \u2068A\u2069')
})
