import { fileURLToPath } from 'node:url'
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { describe, expect, it } from 'vitest'
import { coreSentences, sentencesIn } from './core-sentences.ts'
import { extract } from './extract.ts'
import { readCatalogs, readCoreCatalog, readSources } from './read-messages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = readSources(root)
const core = coreSentences(root)
const said = new Map(sources.flatMap(({ path, messages }) => messages.map(({ text, line }) => [text, `${path}:${line}`] as const)))

describe('the reader of messages', () => {
  it('finds what is said and what is said outside it', () => {
    const found = extract(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code that is read.
      "const a = t('Runs here', {}); const b = <p title='Close it' id='some-id'>Hello {busy ? 'Wait now' : t('Done')} {`${n} left`}</p>",
      'a.tsx',
    )
    expect(found.messages.map(({ text }) => text)).toEqual(['Runs here', 'Done'])
    expect(found.untranslated.map(({ text }) => text)).toEqual(['… left', 'Close it', 'Hello', 'Wait now'])
  })

  it('refuses a message that is put together', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code that is read.
    expect(extract('t(`Hello ${name}`)', 'a.ts').untranslated).toHaveLength(1)
  })
})

describe('the reader of what the core says', () => {
  it('finds messages as they stand, under a name, chosen by a function, and of notes', () => {
    const found = sentencesIn(
      `const FULL = 'The disk is full.'
function why(no) { return { a: 'It is gone.', b: no ? 'It may not be read.' : 'x' }[no] ?? 'Look again.' }
throw new TidegateError('INTERNAL', busy ? \`There is no \${name}.\` : FULL)
throw new ProviderError('PROVIDER_TIMEOUT', why(3))
const back = { note: 'Put back for now.' }
const ok = { detail: 'All is well.' }
const health = healthOf(async () => { if (there) return 'Ready.'; return \`It does not list \${model}.\` })`,
      false,
      true,
    )
    expect(found).toEqual([
      'There is no {1}.',
      'The disk is full.',
      'It is gone.',
      'It may not be read.',
      'Look again.',
      'Put back for now.',
      'All is well.',
      'Ready.',
      'It does not list {1}.',
    ])
  })
})

describe('the interface', () => {
  it('says nothing outside t', () => {
    expect(sources.flatMap(({ path, untranslated }) => untranslated.map(({ text, line }) => `${path}:${line}: ${text}`))).toEqual([])
  })

  it('has messages that can be read', () => {
    for (const [message, place] of said) expect(() => parse(message), `${place}: ${message}`).not.toThrow()
  })
})

describe.each(['de', 'ar'])('the language %s', (language) => {
  const { translations, doubled } = readCatalogs(root, language)

  it('says every message', () => {
    expect([...said].filter(([message]) => !translations.has(message)).map(([message, place]) => `${place}: ${message}`)).toEqual([])
  })

  it('has no translation that nothing uses, and none twice', () => {
    expect([...translations.keys()].filter((message) => !said.has(message))).toEqual([])
    expect(doubled).toEqual([])
  })

  it('names the same values as English, with every plural form of the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    for (const [message, { text, file }] of translations) {
      expect([...namesIn(parse(text))].sort(), `${file}: ${message}`).toEqual([...namesIn(parse(message))].sort())
      for (const options of pluralsIn(parse(text))) expect(options, `${file}: ${text}`).toEqual(expect.arrayContaining(forms))
    }
  })
})

describe.each(['de', 'ar'])('what the core says, in the language %s', (language) => {
  const catalog = readCoreCatalog(root, language)
  const valuesIn = (text: string): string[] => (text.match(/\{\d+\}/g) ?? []).sort()

  it('is all of it', () => {
    expect([...core].filter(([sentence]) => catalog[sentence] === undefined).map(([sentence, file]) => `${file}: ${sentence}`)).toEqual([])
  })

  it('is nothing that the core does not say', () => {
    expect(Object.keys(catalog).filter((sentence) => !core.has(sentence))).toEqual([])
  })

  it('names the same values as English', () => {
    for (const [sentence, text] of Object.entries(catalog)) expect(valuesIn(text), sentence).toEqual(valuesIn(sentence))
  })
})

function namesIn(elements: readonly MessageFormatElement[]): Set<string> {
  const names = new Set<string>()
  for (const element of walk(elements)) if (element.type !== TYPE.literal && element.type !== TYPE.pound) names.add(element.value)
  return names
}

function pluralsIn(elements: readonly MessageFormatElement[]): string[][] {
  return [...walk(elements)].flatMap((element) =>
    element.type === TYPE.plural && element.pluralType === 'cardinal' ? [Object.keys(element.options)] : [],
  )
}

function* walk(elements: readonly MessageFormatElement[]): Generator<MessageFormatElement> {
  for (const element of elements) {
    yield element
    if (element.type === TYPE.tag) yield* walk(element.children)
    if (element.type === TYPE.plural || element.type === TYPE.select)
      for (const { value } of Object.values(element.options)) yield* walk(value)
  }
}
