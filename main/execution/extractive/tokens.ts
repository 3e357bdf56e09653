/** Words that carry no topic, English and the most frequent of some neighbours. */
export const STOP_WORDS = new Set(
  (
    'a about above after again all also am an and any are as at be because been before being below between both but by can could did do does doing down during each few for from further had has have having he her here hers him his how i if in into is it its itself just me more most my no nor not now of off on once only or other our out over own same she should so some such than that the their them then there these they this those through to too under until up very was we were what when where which while who whom why will with would you your yours ' +
    'der die das und ist im in den von zu mit auf für ein eine le la les des et est dans un une pour que qui el los las y en por con del una il di che per non sono de van het een op te'
  ).split(' '),
)

/** Words of a request that say what to do, not what about, in the languages of the window. */
const INSTRUCTION_WORDS = new Set(
  (
    'made makes done get gets happen happens work works take takes mean means want know summarise summarize summary write draft create make give explain describe list tell show prepare compose produce turn brief email mail e-mail bullet bullets point points paragraph paragraphs sentence sentences memo note notes report board team press management manager colleagues executive executives please attached following using based short long key main important essential essentials relevant significant gist highlight highlights takeaway takeaways file files content contents one two three four five six seven eight nine ten page overview reply letter document documents source sources text ' +
    'zwei drei vier fünf sechs sieben acht neun zehn bitte fasse fassen zusammen zusammenfassen zusammenfassung schreibe schreiben schreib verfasse erstelle erstellen erkläre erklären nenne liste gib geben zeige mach mache überblick übersicht kurz kurze kurzen wichtig wichtige wichtigen wichtigste wichtigsten punkt punkte punkten stichpunkte stichpunkten satz sätze sätzen absatz seite seiten inhalt inhalte bericht brief vermerk notiz dokument dokumente dokuments quelle quellen textes diese diesem diesen dieser dieses was welche welchen welcher welches wer wie wo wann warum worum geht hier sind mir uns für aus über ' +
    'لخص لخّص تلخيص ملخص ملخصا ملخصًا اكتب أكتب اشرح اذكر أعط أعطني أهم النقاط نقاط الرئيسية رئيسية قصير قصيرا قصيرًا قصيرة جملة جمل فقرة فقرات صفحة المستند المستندات المرفق المرفقة الملف الملفات المصدر المصادر النص رسالة تقرير مذكرة ما ماذا من متى أين كيف لماذا هل هو هي هذا هذه في عن على إلى'
  ).split(' '),
)

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu
const ASCII_WORD = /[a-z0-9]+(?:['’][a-z0-9]+)*/g
const BEYOND_ASCII = /[\u00a1-\u1fff\u2070-\uffff]/
const WORD_SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'word' })
const CJK = /[\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF]/

/**
 * Content words of a text, lower case, lightly stemmed. Scripts without spaces are cut by the platform's segmenter.
 */
export function contentTerms(text: string): string[] {
  return words(text)
    .map(termOf)
    .filter((term) => term !== null)
}

/** Content words of a request: what it is about. */
export function topicTerms(prompt: string): string[] {
  return words(prompt)
    .filter((word) => !INSTRUCTION_WORDS.has(word) && word.length > 1)
    .map(termOf)
    .filter((term) => term !== null)
}

/** Numbers for terms, so that many texts can be compared cheaply. Each distinct word is stemmed once. */
export interface TermIndex {
  ids(text: string): number[]
  /** The number of a term as `contentTerms` gives it, or undefined when no text so far had it. */
  idOf(term: string): number | undefined
}

export function createTermIndex(): TermIndex {
  const byWord = new Map<string, number>()
  const byTerm = new Map<string, number>()
  const NO_TERM = -1
  const idOfWord = (word: string): number => {
    const term = termOf(word)
    const id = term === null ? NO_TERM : (byTerm.get(term) ?? byTerm.size)
    if (term !== null) byTerm.set(term, id)
    byWord.set(word, id)
    return id
  }
  return {
    ids(text) {
      const found: number[] = []
      for (const word of words(text)) {
        const id = byWord.get(word) ?? idOfWord(word)
        if (id !== NO_TERM) found.push(id)
      }
      return found
    },
    idOf: (term) => byTerm.get(term),
  }
}

function termOf(word: string): string | null {
  return STOP_WORDS.has(word) || (word.length === 1 && !/[\p{N}\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF]/u.test(word)) ? null : stem(word)
}

function words(text: string): string[] {
  const lower = text.toLowerCase()
  // Most text is ASCII and typographic marks, for which a narrow pattern is several times as fast.
  if (!BEYOND_ASCII.test(lower)) return lower.match(ASCII_WORD) ?? []
  if (!CJK.test(lower)) return lower.match(WORD) ?? []
  return [...WORD_SEGMENTER.segment(lower)].filter(({ isWordLike }) => isWordLike === true).map(({ segment }) => segment)
}

/** Plural, past and progressive endings of English taken off where enough of the word is left. After Harman's S-stemmer (1991), widened. */
export function stem(word: string): string {
  if (word.length < 5 || !/^[a-z'’-]+$/.test(word)) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(?:sses|shes|ches|xes|zes)$/.test(word)) return word.slice(0, -2)
  if (word.endsWith("'s") || word.endsWith('’s')) return word.slice(0, -2)
  if (word.endsWith('s') && !/(?:ss|us|is)$/.test(word)) return stem(word.slice(0, -1))
  if (word.length > 6 && word.endsWith('ing')) return undouble(word.slice(0, -3))
  if (word.length > 5 && word.endsWith('ed')) return undouble(word.slice(0, -2))
  return word.endsWith('e') ? word.slice(0, -1) : word
}

function undouble(base: string): string {
  const trimmed = /([bdfgmnprt])\1$/.test(base) ? base.slice(0, -1) : base
  return trimmed.endsWith('e') ? trimmed.slice(0, -1) : trimmed
}

/** Figures of a text in one notation: `1,200` and `1 200` are `1200`, `3.50` is `3.5`, `12th` is `12`. */
export function figures(text: string): string[] {
  const found = text.match(/\d+(?:[.,  ]\d{3})*(?:[.,]\d+)?/g) ?? []
  return found.map((figure) => {
    const grouped = figure.replace(/[,  .](?=\d{3}(?:\D|$))/g, '')
    const decimal = grouped.replace(',', '.')
    return (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal).replace(/^0+(?=\d)/, '')
  })
}
