import { fileURLToPath } from 'node:url'
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { describe, expect, it } from 'vitest'
import { extract } from './extract.ts'
import { readCatalogs, readSources } from './read-messages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = readSources(root)
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
