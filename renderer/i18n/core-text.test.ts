import { describe, expect, it } from 'vitest'
import { createCoreText } from './core-text.ts'

const german = createCoreText(
  {
    'Stopped by the user.': 'Von Ihnen angehalten.',
    'There is no job {1}. "tidegate jobs list" shows what there is.':
      'Es gibt keinen Auftrag {1}. „tidegate jobs list“ zeigt, was es gibt.',
    'Runs on {1}: {2}, and {3}.': 'Läuft über {1}: {2}, und {3}.',
    'the hosted service': 'den gehosteten Dienst',
    'you chose it': 'Sie haben es gewählt',
    'nothing sensitive was found': 'nichts Sensibles wurde gefunden',
    'the text holds {1}, which never leave this machine': 'der Text enthält {1}, die diesen Rechner nie verlassen',
    credentials: 'Zugangsdaten',
    'health data': 'Gesundheitsdaten',
    'Runs on this machine: {1}.': 'Läuft auf diesem Rechner: {1}.',
    'Waits for memory: {1} are free. Goes on at {2}.': 'Wartet auf Speicher: {1} sind frei. Weiter ab {2}.',
    'Try again.': 'Versuchen Sie es erneut.',
    local: 'lokal',
    'Provider "{1}"': 'Anbieter „{1}“',
    '{1} has a problem of its own (status {2}).': '{1} hat selbst eine Störung (Status {2}).',
    'try {1} of {2} failed: {3}': 'Versuch {1} von {2} fehlgeschlagen: {3}',
    '{1} would be {2}.': '{1} wäre es {2}.',
    '{1} s slower': '{1} s langsamer',
    '{1} points less likely': 'um {1} Punkte weniger wahrscheinlich',
  },
  'de',
)

describe('what the core says, in another language', () => {
  it('is a whole sentence, or one with values, which may have any sign', () => {
    expect(german.of('Stopped by the user.')).toBe('Von Ihnen angehalten.')
    expect(german.of('There is no job a.b (c)? $&. "tidegate jobs list" shows what there is.')).toBe(
      'Es gibt keinen Auftrag a.b (c)? $&. „tidegate jobs list“ zeigt, was es gibt.',
    )
    expect(german.of('Waits for memory: 21,341 MiB are free. Goes on at 100 MiB.')).toBe(
      'Wartet auf Speicher: 21.341 MiB sind frei. Weiter ab 100 MiB.',
    )
  })

  it('has its numbers as the language writes them, and leaves alone what is no number', () => {
    const free = (value: string): string => german.of(`Waits for memory: ${value} are free. Goes on at 1.`).slice(21, -24)
    expect(['1,234,567.5', '$0.0042', '-$1,200.00', '3.5 GB', '12.25 %', '80.1 MB/s'].map(free)).toEqual([
      '1.234.567,5',
      '$0,0042',
      '-$1.200,00',
      '3,5 GB',
      '12,25 %',
      '80,1 MB/s',
    ])
    const others = ['11434', '127.0.0.1', '1.2.3', '10:30', '1,23', 'v1.5', '2.5-turbo', '1,234,56', '2026']
    expect(others.map(free)).toEqual(others)
    expect(german.of('Provider "3.5"')).toBe('Anbieter „3.5“')
  })

  it('is put together from parts and lists of parts', () => {
    expect(german.of('Runs on the hosted service: you chose it, and nothing sensitive was found.')).toBe(
      'Läuft über den gehosteten Dienst: Sie haben es gewählt, und nichts Sensibles wurde gefunden.',
    )
    expect(german.of('Runs on this machine: the text holds credentials and health data, which never leave this machine.')).toBe(
      'Läuft auf diesem Rechner: der Text enthält Zugangsdaten und Gesundheitsdaten, die diesen Rechner nie verlassen.',
    )
  })

  it('takes a list apart before it looks for a sentence in it, and leaves names as they are', () => {
    expect(german.of('local would be 12 s slower and 9 points less likely.')).toBe(
      'lokal wäre es 12 s langsamer und um 9 Punkte weniger wahrscheinlich.',
    )
    expect(german.of('try 2 of 3 failed: Provider "local" has a problem of its own (status 500).')).toBe(
      'Versuch 2 von 3 fehlgeschlagen: Anbieter „local“ hat selbst eine Störung (Status 500).',
    )
  })

  it('is several sentences, of which one may have no translation', () => {
    expect(german.of('Stopped by the user. Try again.')).toBe('Von Ihnen angehalten. Versuchen Sie es erneut.')
    expect(german.of('Something else. Try again.')).toBe('Something else. Versuchen Sie es erneut.')
    expect(german.of('Ends with nothing known')).toBe('Ends with nothing known')
    for (const text of ['', 'constructor', 'Runs on this machine: toString.'])
      expect(german.of(text)).toBe(text.replace('Runs on this machine', 'Läuft auf diesem Rechner'))
  })

  it('takes no long time over what is made to take it', () => {
    for (const text of [
      'try 1 of 2 failed: '.repeat(100),
      'a, and '.repeat(280),
      ': , and '.repeat(240),
      'x'.repeat(2_000),
      'Local. '.repeat(280),
    ]) {
      const started = performance.now()
      german.of(text)
      expect(performance.now() - started, text.slice(0, 20)).toBeLessThan(100)
    }
    expect(german.of('try 1 of 2 failed: '.repeat(6))).toMatch(/^(?:Versuch 1 von 2 fehlgeschlagen: ){4}try 1 of 2/)
  })

  it('sets values apart where the language needs it', () => {
    const apart = createCoreText({ 'There is no job {1}.': 'لا توجد مهمة {1}.' }, 'ar', (value) => `<${value}>`)
    expect(apart.of('There is no job job_1.')).toBe('لا توجد مهمة <job_1>.')
  })
})
