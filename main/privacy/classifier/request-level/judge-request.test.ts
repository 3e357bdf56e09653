import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Label, labelRank } from '#contracts/privacy.ts'
import { createClassifier } from '../classifier.ts'
import { loadLexicons } from '../load-lexicons.ts'

const classifier = createClassifier(loadLexicons(fileURLToPath(new URL('../../../../resources/lexicons', import.meta.url))))

function judgements(text: string): string[] {
  return classifier.scan(text).findings.flatMap(({ recognizer }) => (recognizer.startsWith('request-') ? [recognizer] : []))
}

const LETTER =
  'Dear Ms Kowalska,\nmy name is Tomasz Nowicki and I have worked as a nurse at the Rosewood Clinic since 2015. I am applying for the position of head nurse.\nSincerely, Tomasz Nowicki'

describe('a request that is somebody’s own affair as a whole', () => {
  it.each<[string, string]>([
    ['a letter of application', LETTER],
    [
      'a curriculum vitae',
      'Improve my CV: Anneke Visser, data analyst at Calder Foods since 2019, before that three years at Delta Steel Works in Ghent.',
    ],
    [
      'a quoted e-mail',
      'Reply politely to this email:\nFrom: Rajesh Iyer\nTo: me\nSubject: late delivery\nHi, we still miss the parts. Regards, Rajesh',
    ],
    [
      'a matter of money',
      'I owe my brother Pavel Dvořák 4,000 euros and he wants it back before Friday. Write him a letter that asks for time.',
    ],
    ['a case note', 'Rewrite this note: Sinead Murphy told me in our session that her husband left and that she cannot sleep since March.'],
    ['small letters', 'make it formal: hi lucas its emma from atlas shipping sorry about yesterday can we talk on monday regards emma'],
    ['German', 'Schreibe ein Anschreiben für mich: Ich bin Jonas Lindemann, wohne in Kassel und bewerbe mich als Koch bei Sunrise Hotels.'],
    ['Spanish', 'Redacta una carta de presentación: soy Lucía Fernández, vivo en Sevilla y trabajo como enfermera.'],
  ])('is not public: %s', (_, text) => {
    expect(labelRank(classifier.scan(text).label)).toBeGreaterThan(0)
  })

  it('is confidential when somebody is named in full, and says why', () => {
    expect(classifier.scan(LETTER).label).toBe('confidential')
    expect(judgements(LETTER)).toEqual([expect.stringMatching(/^request-personal:(?:application|letter)\b.*\+full-name/)])
  })

  it('is internal at most when nobody is named: what is masked does not count as if it stood there', () => {
    const masked = LETTER.replaceAll(/Ms Kowalska|Tomasz Nowicki|the Rosewood Clinic/g, ' ')
    expect(labelRank(classifier.scan(masked).label)).toBeLessThanOrEqual(1)
  })

  it('is found behind many pages of something else', () => {
    const pages = 'The tide comes in twice a day and leaves the sand smooth. '.repeat(400)
    expect(classifier.scan(`${pages}\n${LETTER}\n${pages}`).label).toBe('confidential')
  })
})

describe('a company’s own matter without anything in it that identifies', () => {
  it.each([
    'Summarize our unreleased roadmap for the sales team.',
    'We are going to close two sites in autumn. Help me word the message to our staff.',
    'Do not share this outside the company: prices rise by nine percent in May.',
    'Draft talking points about the restructuring that has not been announced yet.',
    'Analyze this export of customer complaints and group it by cause.',
    'Find the memory leak in our billing service.',
    'This stays in house: the prototype failed the test again.',
    'No cloud service may see this. Sort the payroll entries by site.',
    'Fasse unsere vertrauliche Preisstrategie zusammen.',
    'Résume notre feuille de route confidentielle.',
    'Resume nuestra estrategia de precios, no compartir fuera de la empresa.',
    '请总结我们公司未公开的并购方案。',
    '弊社の未発表のロードマップを要約してください。',
    '우리 회사의 미공개 가격 전략을 요약해 주세요.',
  ])('is internal and marked: %s', (text) => {
    const { label, findings } = classifier.scan(text)
    expect(label).toBe('internal')
    expect(findings.map(({ type }) => type)).toContain('INTERNAL_MARKER')
  })
})

describe('a request that anybody could make', () => {
  it.each([
    'Maria has 12 apples and gives 5 to Ahmed. How many are left?',
    'Which of the following best describes inflation?\nA. Prices rise\nB. Prices fall\nC. Wages fall\nD. None of the above\nAnswer:',
    'Who was Marie Curie and where did she work?',
    'Write a short story about a nurse called Lena who travels to Porto.',
    'Give me a three day itinerary for Lisbon.',
    'What is a product roadmap, and who keeps it?',
    'How do companies decide on layoffs?',
    'Explain what due diligence means in an acquisition.',
    'How do I write a good cover letter?',
    'Welcome to our shop! Our opening hours are 9:00 to 17:00.',
    'Translate to French: our house has a big garden.',
    'Why do stars in our galaxy differ in age?',
    'Write a Python function that merges two sorted lists.',
    'For immediate release: our new water filter is on sale now and has won three prizes.',
    '什么是产品路线图？',
  ])('is public: %s', (text) => {
    expect(classifier.scan(text).label).toBe('public')
  })
})

describe('a label', () => {
  const requests = fc.constantFrom(
    LETTER,
    'Summarize our unreleased roadmap for the sales team.',
    'Reply to ann.baker@mail.example about the order.',
    'SSN 536-22-8145 on file.',
    'Write a poem about the sea.',
  )
  const additions = fc.constantFrom(
    'Thank you.',
    'Keep it short.',
    'Our team needs it today.',
    'My wife knows about it.',
    'The gate closes when the water rises.',
    'Regards, Tomasz Nowicki',
    'Call me on +49 30 901820.',
  )

  it('is never lowered by what is added behind, unless that makes an exam, a sum or a tale of it', () => {
    fc.assert(
      fc.property(requests, fc.array(additions, { maxLength: 6 }), (request, parts) => {
        const before = labelRank(classifier.scan(request).label)
        expect(labelRank(classifier.scan([request, ...parts].join('\n')).label)).toBeGreaterThanOrEqual(before)
      }),
      { numRuns: 60 },
    )
  })

  it.each<[Label, string]>([
    ['confidential', 'ann.baker@mail.example'],
    ['confidential', '+49 30 901820'],
    ['restricted', 'SSN 536-22-8145'],
    ['restricted', 'DE89 3704 0044 0532 0130 00'],
  ])('that an identifier asks for stays %s in an exam, a tale or a press release: %s', (label, identifier) => {
    for (const frame of [
      'Which of the following is right?\nA. #\nB. none of the above\nAnswer:',
      'Write a short story about a dragon whose name is #.',
      'For immediate release: #',
      'How many digits has # in total?',
    ])
      expect(labelRank(classifier.scan(frame.replace('#', identifier)).label)).toBeGreaterThanOrEqual(labelRank(label))
  })
})
