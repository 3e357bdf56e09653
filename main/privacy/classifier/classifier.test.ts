import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Label, labelRank } from '#contracts/privacy.ts'
import { createClassifier } from './classifier.ts'
import { loadLexicons } from './load-lexicons.ts'

const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../../../resources/lexicons', import.meta.url))))

/** What was found, as `TYPE=value`. */
function found(text: string): string[] {
  return classifier.scan(text).findings.map(({ type, start, end }) => `${type}=${text.slice(start, end)}`)
}

const b64 = (text: string): string => Buffer.from(text).toString('base64')

describe('labels', () => {
  it.each<[Label, string]>([
    // Nothing in it.
    ['public', 'Write a poem about the sea.'],
    ['public', 'Natalia sold 48 clips in April and half as many in May. How many did she sell?'],
    ['public', 'Tell me about Margaret Thatcher and the miners’ strike of 1984–1985.'],
    ['public', 'Section 12 of version 10.4.2.1 was released in 2019; see ISBN 978-3-16-148410-0 and order 4711-0815.'],
    ['public', 'commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad fixes issue 1234, build 20240312.1'],
    ['public', 'The request id is 550e8400-e29b-41d4-a716-446655440000.'],
    ['public', "const key = process.env['API_KEY']; const password = config.get('password')"],
    ['public', 'password: <your-password>, token = {{ TOKEN }}, api_key: changeme'],
    ['public', 'The password policy requires eight characters. Forgot your password? Reset it.'],
    ['public', 'Diabetes is a disease in which blood sugar is too high; insulin was discovered in 1921.'],
    ['public', 'integrity sha512-z5tzKz0pVVRvRxYcQpXKpzJ3s6WfOQm5kVbCkP8uS5b1nJt7hX8Yg0aQmZr2lVd4k6pTzFQ0c9HnYwXr3s1JmA=='],
    ['public', 'Our opening hours are 9:00 to 17:00; tickets cost $12.50; the score was 3-2; pi is 3.14159265.'],
    // Not for everybody.
    ['internal', 'INTERNAL ONLY. Delay the launch to May.'],
    ['internal', 'Please review our unreleased roadmap for next year.'],
    ['internal', 'This is covered by an NDA; do not distribute.'],
    ['internal', 'The staging server is at 10.20.30.40.'],
    // Somebody.
    ['confidential', 'Reply to ann.baker@mail.example about the order.'],
    ['confidential', 'Call me on +49 30 901820 tomorrow.'],
    ['confidential', 'Ruf mich unter 030 / 901820 an, Telefon abends.'],
    ['confidential', 'She was born on 3 May 1984 and lives in Leeds.'],
    ['confidential', 'Deliver it to 221B Baker Street, London NW1 6XE.'],
    ['confidential', 'Er wohnt in der Hauptstraße 12, 10115 Berlin.'],
    ['confidential', 'Elle habite 12 rue de la Paix, 75002 Paris.'],
    ['confidential', 'Skarga od Jana Nowaka, ul. Lipowa 14, Kraków.'],
    ['confidential', 'Write to jane dot doe at example dot com.'],
    // Never leaves.
    ['restricted', 'AWS_ACCESS_KEY_ID=AKIAQ7ZP4MNX2RT6WBYE'],
    ['restricted', 'Door code changed. VPN password: Gr33nHeron!7'],
    ['restricted', 'Das Passwort lautet Wolke7-Regen'],
    ['restricted', 'DATABASE_URL=postgres://app:s3cr3tPw9@db.internal:5432/main'],
    ['restricted', '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7bq3n1l0k9s8d7f6g5h4j3k2l1\n-----END RSA PRIVATE KEY-----'],
    ['restricted', 'Authorization: Bearer 9f8e7d6c5b4a39281706f5e4d3c2b1a0xyz'],
    ['restricted', 'Refund card 5555 5555 5555 4444, expiry 09/28.'],
    ['restricted', 'Pay to DE89 3704 0044 0532 0130 00 please.'],
    ['restricted', 'SSN 536-22-8145 on file.'],
    ['restricted', 'Her NI number is QQ 12 34 56 C, sorry, AB 12 34 56 C.'],
    ['restricted', 'DNI 12345678Z'],
    ['restricted', 'CPF 529.982.247-25'],
    ['restricted', 'codice fiscale RSSMRA85T10A562S'],
    ['restricted', 'The patient John Smith was diagnosed with type 2 diabetes and takes metformin.'],
    ['restricted', 'My daughter suffers from epilepsy, please draft a note to school.'],
    // Hidden on purpose.
    ['restricted', 'AKIAQ7ZP\u200B4MNX2R\u200DT6WBYE'],
    ['restricted', 'ＡＫＩＡＱ７ＺＰ４ＭＮＸ２ＲＴ６ＷＢＹＥ'],
    ['restricted', 'АKIAQ7ZP4MNX2RT6WBYЕ'],
    ['restricted', `token file: ${b64('aws key AKIAQ7ZP4MNX2RT6WBYE end')}`],
    ['restricted', 'https://x.example/?q=AKIAQ7%5AP4MNX2RT6WBYE'],
    ['restricted', 'card ５５５５ ５５５５ ５５５５ ４４４４'],
    ['confidential', 'ann.ba\u00ADker@mail.example'],
  ])('%s: %s', (label, text) => {
    expect(`${classifier.scan(text).label} ${found(text)}`).toMatch(new RegExp(`^${label} `))
  })
})

describe('passwords', () => {
  const words = [
    'Autumn',
    'Brook',
    'Cliff',
    'Dune',
    'Ebb',
    'Foam',
    'Gull',
    'Heron',
    'Inlet',
    'Jetty',
    'Kelp',
    'Loch',
    'Myth',
    'Noon',
    'Otter',
    'Putty',
    'Quay',
    'Reef',
    'Setter',
    'Theory',
    'User',
    'Vale',
    'Wave',
    'Xenon',
    'Yourt',
    'Zephyr',
  ]

  it.each(words)('are found whatever they begin with: %s', (word) => {
    for (const text of [`password: ${word}#42`, `PASSWORD=${word}_7x9!`, `{"password":"${word}-9z!"}`, `Mein Passwort ist ${word}77!`]) {
      expect(`${text} ${classifier.scan(text).label}`).toMatch(/restricted$/)
    }
  })

  it.each([
    'your-password',
    'changeme',
    'my_secret_key',
    '********',
    '<password>',
    '{{ password }}',
    'process.env.PASSWORD',
    'None',
    'required',
    'insert password here',
  ])('are not what stands in for them: %s', (value) => {
    expect(classifier.scan(`password: ${value}`).label).toBe('public')
  })
})

describe('findings', () => {
  it('are spans of the original text, also where it was normalised', () => {
    expect(found('mail ann@exa\u200Bmple.com now')).toContain('EMAIL_ADDRESS=ann@exa\u200Bmple.com')
    expect(found('𝐚𝐧𝐧@example.com')).toContain('EMAIL_ADDRESS=𝐚𝐧𝐧@example.com')
    expect(found('key ＡＫＩＡＱ７ＺＰ４ＭＮＸ２ＲＴ６ＷＢＹＥ!')).toContain(
      'SECRET/aws-access-key-id=ＡＫＩＡＱ７ＺＰ４ＭＮＸ２ＲＴ６ＷＢＹＥ',
    )
  })

  it.each([
    ['Dear Mr. Brown, thank you.', 'PERSON=Brown'],
    ['My name is Aisha Rahman.', 'PERSON=Aisha Rahman'],
    ['Tomasz Zielinski wrote to us.', 'PERSON=Tomasz Zielinski'],
    ['Call 415-555-0199 today', 'PHONE_NUMBER=415-555-0199'],
    ['Reach me on +44 20 7946 0958.', 'PHONE_NUMBER=+44 20 7946 0958'],
    ['Server 203.0.113.9 is down', 'IP_ADDRESS=203.0.113.9'],
    ['a 45-year-old man', 'AGE=45'],
    ['DOB: 12/03/1988', 'DATE_TIME=12/03/1988'],
    ['MRN: 00451278', 'MEDICAL_RECORD=00451278'],
    ['VIN 1HGCM82633A004352', 'VEHICLE=1HGCM82633A004352'],
    [
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQ8v5LmT1A',
      'SECRET/aws-secret-access-key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQ8v5LmT1A',
    ],
    ['ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'SECRET/github-token=ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['password=Tr0ub4dor&3', 'SECRET/password=Tr0ub4dor&3'],
  ])('%s → %s', (text, expected) => {
    expect(found(text)).toContain(expected)
  })

  it('keep the rules for any text: in bounds, ascending, disjoint, and the label no lower than each asks for', () => {
    const pieces = fc.constantFrom(
      'ann@mail.example',
      '+1 415 555 0134',
      '\u200B',
      'ｘ',
      '𝐚',
      'password: Abc123!x',
      'Dr. Anna Berg',
      '%41%40',
      'А',
      ' ',
      '\n',
      'SSN 536-22-8145',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        const { findings, label } = classifier.scan(text)
        let last = 0
        for (const { start, end } of findings) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(text.length)
          last = end
        }
        if (text.includes('SSN 536-22-8145 ')) expect(labelRank(label)).toBe(3)
      }),
      { numRuns: 200 },
    )
  })

  it('do not depend on where the text stands', () => {
    const text = 'Write to ann.baker@mail.example or call +49 30 901820.'
    const padded = `${'The tide comes and goes. '.repeat(500)}${text}`
    const shift = padded.length - text.length
    const far = classifier.scan(padded).findings.map(({ type, start, end }) => ({ type, start: start - shift, end: end - shift }))
    expect(far).toEqual(classifier.scan(text).findings.map(({ type, start, end }) => ({ type, start, end })))
  })
})

describe('speed', () => {
  const para =
    'The tide gate closes when the water outside stands higher than inside. Storm surges of 3.2 metres were measured in 1953. Write to Ann Baker. '

  it('re-scans a 4 kB prompt within a frame', () => {
    const text = para.repeat(40).slice(0, 4_000)
    for (let warm = 0; warm < 30; warm += 1) classifier.scan(text)
    const times = Array.from({ length: 61 }, () => {
      const started = performance.now()
      classifier.scan(text)
      return performance.now() - started
    }).sort((a, b) => a - b)
    // The fastest quarter: what other processes take from the machine is not the classifier's time.
    expect(times[15]).toBeLessThan(16)
  })

  it.each([
    'a',
    '1',
    '@',
    '-',
    '%',
    '"',
    '=',
    '.',
    ' ',
    '\n',
    '{',
    'é',
    'A ',
    'a.',
    '1-',
    'a@',
    'AAAA ',
    'а1',
    'ey',
    'password=',
    'key:"',
    '+1',
    '://:',
    '0x',
    'Mr. ',
    'Apt 1 ',
    'live at ',
    'review our ',
    'john ',
    'Ann Ba ',
    '这份',
  ])('grows linearly on %j repeated', (piece) => {
    const time = (length: number): number => {
      const text = piece.repeat(Math.ceil(length / piece.length))
      // Processor time: other processes may make the clock run on, not the work grow.
      const started = process.cpuUsage()
      classifier.scan(text)
      const { user, system } = process.cpuUsage(started)
      return (user + system) / 1_000
    }
    time(20_000)
    const small = Math.min(time(40_000), time(40_000))
    const large = Math.min(time(160_000), time(160_000))
    // Four times the text: a quadratic pattern would take sixteen times as long.
    expect(large).toBeLessThan(Math.max(400, small * 10))
  })
})
