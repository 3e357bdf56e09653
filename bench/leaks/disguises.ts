import type { Planted } from './types.ts'

/** A way to write a value that a reader, or a program, can undo. Null where it does not apply to a value. */
export interface Disguise {
  readonly name: string
  apply(planted: Planted): string | null
}

const within = (change: (value: string) => string) => (planted: Planted) => planted.carrier.replace('{}', () => change(planted.value))
const whole = (change: (text: string) => string) => (planted: Planted) => change(planted.carrier.replace('{}', () => planted.value))

const ofWords = (text: string, change: (word: string) => string): string => text.replace(/\S+/g, change)
const bytes = (text: string): Buffer => Buffer.from(text, 'utf8')
const each = (text: string, change: (char: string, index: number) => string): string => [...text].map(change).join('')
const hexBytes = (text: string): string[] => [...bytes(text)].map((byte) => byte.toString(16).padStart(2, '0'))
const percent = (text: string): string =>
  hexBytes(text)
    .map((hex) => `%${hex.toUpperCase()}`)
    .join('')
const inGroups = (text: string, size: number): string[] => text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? []

const LOOKALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  [...'aаeеoоpрcсxхyуiіsѕjјAАBВCСEЕHНKКMМOОPРTТXХYУ'].flatMap((char, index, all) =>
    index % 2 === 0 ? [[char, all[index + 1] ?? char]] : [],
  ),
)

function lookalike(char: string, index: number): string {
  if (/\d/.test(char)) return index % 2 === 0 ? String.fromCodePoint(0x1d7f6 + Number(char)) : char
  return LOOKALIKES[char] ?? char
}

function fullWidth(char: string): string {
  const code = char.charCodeAt(0)
  return code > 0x20 && code < 0x7f ? String.fromCharCode(code + 0xfee0) : char
}

function quotedPrintable(text: string): string {
  return inGroups(
    hexBytes(text)
      .map((hex) => `=${hex.toUpperCase()}`)
      .join(''),
    60,
  ).join('=\n')
}

function csv(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

function spelled(address: string): string | null {
  return address.includes('@') ? address.replaceAll('.', ' dot ').replace('@', ' at ') : null
}

function fileName(text: string): string {
  return `${text
    .replace(/[.。]$/u, '')
    .replace(/[\\/\n]/g, '-')
    .replace(/ /g, '_')}.txt`
}

/** `utf16` of a text, two bytes a unit, seen as characters: a NUL after every ASCII letter. */
function asUtf16(text: string): string {
  return Buffer.from(text, 'utf16le').toString('latin1')
}

/** The value as it is, and in 33 disguises. Compressed text is not among them: it would have to be unpacked to be judged. */
export const DISGUISES: readonly Disguise[] = [
  { name: 'as it is', apply: within((value) => value) },
  { name: 'base64', apply: within((value) => bytes(value).toString('base64')) },
  { name: 'base64url', apply: within((value) => bytes(value).toString('base64url')) },
  { name: 'base64 of the sentence, wrapped', apply: whole((text) => inGroups(bytes(text).toString('base64'), 64).join('\n')) },
  { name: 'base64 of UTF-16', apply: whole((text) => Buffer.from(text, 'utf16le').toString('base64')) },
  { name: 'hex', apply: within((value) => hexBytes(value).join('')) },
  { name: 'hex, spaced', apply: within((value) => hexBytes(value).join(' ')) },
  { name: 'percent', apply: within(percent) },
  { name: 'percent, twice', apply: within((value) => percent(value).replaceAll('%', '%25')) },
  { name: 'HTML entities', apply: within((value) => each(value, (char) => `&#${char.codePointAt(0)};`)) },
  { name: 'HTML entities, hex', apply: within((value) => each(value, (char) => `&#x${char.codePointAt(0)?.toString(16)};`)) },
  { name: 'JSON \\u escapes', apply: within((value) => each(value, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)) },
  { name: 'quoted-printable', apply: within(quotedPrintable) },
  { name: 'zero-width spaces', apply: within((value) => each(value, (char) => `${char}\u200b`)) },
  {
    name: 'bidi marks',
    apply: within((value) => each(value, (char, index) => (index % 2 === 0 ? `\u202d${char}` : `${char}\u202c\u200e`))),
  },
  { name: 'soft hyphens', apply: within((value) => each(value, (char) => `${char}\u00ad`)) },
  { name: 'full-width', apply: within((value) => each(value, fullWidth)) },
  { name: 'look-alikes', apply: within((value) => each(value, lookalike)) },
  { name: 'combining marks', apply: within((value) => each(value, (char, index) => (index % 3 === 1 ? `${char}\u0301` : char))) },
  { name: 'spaced out', apply: within((value) => [...value].join(' ')) },
  { name: 'dotted', apply: within((value) => ofWords(value, (word) => [...word].join('.'))) },
  { name: 'broken over lines', apply: within((value) => inGroups(value, Math.max(6, Math.ceil(value.length / 3))).join('\n')) },
  // Where a value has hyphens of its own, nobody could tell whose they are.
  {
    name: 'hyphenated',
    apply: (planted) =>
      planted.value.includes('-') ? null : within((value) => ofWords(value, (word) => inGroups(word, 4).join('-')))(planted),
  },
  { name: 'column of a CSV file', apply: ({ column, value }) => `id,${column},state\n17,${csv(value)},open\n18,,closed` },
  { name: 'field of a JSON document', apply: ({ column, value }) => JSON.stringify({ id: 17, [column]: value, state: 'open' }) },
  {
    name: 'query of a URL',
    apply: ({ column, value }) => `See https://portal.example/form?lang=en&${column}=${encodeURIComponent(value)}`,
  },
  { name: 'name of a file', apply: whole(fileName) },
  { name: 'Markdown table', apply: ({ column, value }) => `| id | ${column} |\n|---|---|\n| 17 | ${value.replaceAll('\n', ' ')} |` },
  {
    name: 'code',
    apply: ({ column, value }) => `const settings = { retries: 3 }\nconst ${column} = ${JSON.stringify(value)}\nrun(settings)`,
  },
  {
    name: 'line of a log',
    apply: ({ column, value }) => `2026-03-04T10:11:12.345Z INFO worker-3 request=81f2 ${column}=${value} status=200`,
  },
  { name: 'upper case', apply: whole((text) => text.toUpperCase()) },
  { name: 'lower case', apply: whole((text) => text.toLowerCase()) },
  {
    name: 'spelled-out e-mail',
    apply: (planted) => (spelled(planted.value) === null ? null : within((value) => spelled(value) ?? value)(planted)),
  },
  { name: 'UTF-16 read as bytes', apply: whole(asUtf16) },
]
