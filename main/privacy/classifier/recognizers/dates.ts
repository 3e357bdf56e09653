import type { Recognizer } from '../types.ts'

const MONTH = `(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f[ée]v(?:rier)?|mar(?:ch|s)?|m[äa]rz|apr(?:il)?|avr(?:il)?|may|mai|mayo|june?|juni|juin|july?|juli|juillet|aug(?:ust)?|ao[ûu]t|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember)?|d[ée]cembre|enero|febrero|marzo|abril|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|wrze[śs]nia|pa[źz]dziernika|listopada|grudnia)`
const DATE = String.raw`(?:(?:19|20)\d{2}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}(?:st|nd|rd|th|\.)?\s(?:of\s|de\s)?${MONTH}\.?,?\s(?:de\s)?(?:19|20)\d{2}|${MONTH}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d{2})`
const BORN = String.raw`(?:\bdate of birth\b|\bbirth ?date\b|\bd\.?o\.?b\b\.?|\bborn(?: on)?\b|\bbirthday\b|\bgeboren(?: am)?\b|\bgeburtsdatum\b|\bgeb\.|\bn[ée]e? le\b|\bdate de naissance\b|\bfecha de nacimiento\b|\bnacid[oa] el\b|\bdata di nascita\b|\bnat[oa] il\b|\bgeboortedatum\b|\burodzon[ya]\b|\bdata urodzenia\b|\bdata de nascimento\b|\bf[öo]dd\b|\bfödelsedatum\b|\bbirthday is\b|\bf[øo]dt\b|\bfødselsdato\b|\bsyntym[äa]aika\b|\bdatum rođenja\b|\bdatum narození\b|\bsz[üu]letett\b|\bdoğum tarihi\b|дата рождения|родил(?:ся|ась)|出生日期|出生于|生年月日|生まれ|생년월일)`

export const DATES: readonly Recognizer[] = [
  {
    name: 'birth-date',
    type: 'DATE_TIME',
    score: 0.8,
    pattern: new RegExp(String.raw`${BORN}[^\n\d]{0,16}(?<value>${DATE})`, 'giu'),
    group: 'value',
    literals: [
      'birth',
      'born',
      'dob',
      'd.o.b',
      'geb',
      'naissance',
      'née',
      'né ',
      'nee ',
      'nacimiento',
      'nacid',
      'nascita',
      'nato',
      'nata',
      'urodz',
      'nascimento',
      'född',
      'fodd',
      'födelse',
      'født',
      'fødsel',
      'syntym',
      'rođenja',
      'narození',
      'szület',
      'doğum',
      'рожден',
      'родил',
      '出生',
      '生年月日',
      '生まれ',
      '생년월일',
    ],
    // "The poet was born on 26 April 1564": history, not a person of this office.
    check: (value) => {
      const year = Number(/(?:19|20)\d{2}/.exec(value)?.[0] ?? 1970)
      return year >= 1905
    },
  },
  {
    name: 'age',
    type: 'AGE',
    score: 0.6,
    pattern:
      /\b(?:(?:aged?:?|is|turned|turning|turns?|i'll be|i'm|am)\s(?<value>\d{1,3})(?=\s?(?:years?\sold|y\/?o\b|[,.;)!]|$|\n))|(?<old>\d{1,3})(?=-year-old|[\s-]years?[\s-](?:old|of\sage)|\s?y\/o\b|\sJahre\salt|\sans\b|\saños\b|\slat\b))/gi,
    groups: ['value', 'old'],
    literals: ['age', 'old', 'y/o', 'turn', 'jahre', ' ans', 'años', ' lat', "i'm ", ' is ', ' am ', "i'll be"],
    reach: 40,
    check: (value, { text, start, end }) =>
      Number(value) <= 120 &&
      // "is 12," is a result more often than an age; it takes the word, or somebody who turns it.
      (/\b(?:aged?:?|turn\w{0,3})\s$/i.test(text.slice(Math.max(0, start - 12), start)) ||
        /^[\s-]?(?:y|Jahre|ans|años|lat)/i.test(text.slice(end, end + 8))),
  },
  // Dates and years tell little by themselves: shown, never decisive.
  { name: 'date', type: 'DATE_TIME', score: 0.35, pattern: new RegExp(String.raw`(?<![\p{L}\p{N}./-])${DATE}(?![\p{L}\p{N}/-])`, 'giu') },
  {
    name: 'year-in-context',
    type: 'DATE_TIME',
    score: 0.3,
    pattern: /\b(?:in|during|since|of|from|until|by|before|after|a|summer|early|late)\s(?<value>(?:19|20)\d{2})(?![\w.,-]\d|\w|%)/gi,
    group: 'value',
  },
]
