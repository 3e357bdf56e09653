import type { Recognizer } from '../types.ts'

/** The fields of a record, a query or an object that hold a person's name, whatever name it is. */
export const NAME_FIELDS: readonly Recognizer[] = [
  {
    name: 'name-field',
    type: 'PERSON',
    score: 0.6,
    pattern:
      /(?<![\p{L}\d])(?:(?:first|last|given|family|middle|full|patient|customer|client|contact|employee|tenant|guest)[ _-]?name|surname|firstname|lastname|fullname|vorname|nachname|pr[ée]nom|apellidos?|nombres?|cognome|achternaam|voornaam|nazwisko|imi[ęe]|sobrenome)["']?\s{0,2}(?:[:=]|=>|==|LIKE)\s{0,2}["'](?<value>\p{Lu}[\p{L}'’.-]{1,30}(?: [\p{L}'’.-]{1,30}){0,3})["']/giu,
    group: 'value',
    literals: [
      'name',
      'prénom',
      'prenom',
      'apellido',
      'nombre',
      'cognome',
      'achternaam',
      'voornaam',
      'nazwisko',
      'imię',
      'imie',
      'sobrenome',
    ],
    // Stand-ins and names of columns.
    check: (value) =>
      /^\p{Lu}/u.test(value) && !/^(?:string|text|varchar|name|first|last|test|example|john doe|jane doe|null|none|unknown)\b/i.test(value),
  },
]
