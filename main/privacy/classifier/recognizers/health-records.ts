import type { Recognizer } from '../types.ts'

export const HEALTH_RECORDS: readonly Recognizer[] = [
  {
    name: 'medical-record-number',
    type: 'MEDICAL_RECORD',
    score: 0.75,
    pattern:
      /\b(?:mrn|medical record(?: number| no\.?)?|patient(?: id| number| no\.?)|health record|chart(?: number| no\.?)|nhs number|krankenakte|versichertennummer|dossier m[ée]dical|historia cl[íi]nica)\s{0,2}(?:is|:|#|no\.?)?\s{0,2}(?<value>[A-Z]{0,4}[- ]?\d[\dA-Z-]{3,14})\b/gi,
    group: 'value',
    literals: [
      'mrn',
      'medical record',
      'patient',
      'health record',
      'chart',
      'nhs number',
      'krankenakte',
      'versichertennummer',
      'dossier m',
      'historia cl',
    ],
  },
]
