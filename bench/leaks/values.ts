import type { Label } from '../../contracts/privacy.ts'
import { makeCard, makeIban } from './bank-numbers.ts'
import { type Chance, createChance } from './chance.ts'
import { NATIONAL_IDS } from './national-ids.ts'
import { makeAddress, makeContact, makeEmail, makeHealth, makePassword, makePhone } from './personal.ts'
import { carrierOf, PROVIDER_KEYS } from './provider-keys.ts'
import type { Family, Planted } from './types.ts'

type Maker = (chance: Chance, index: number) => Omit<Planted, 'family' | 'label'>

const MAKERS: Readonly<Record<Family, { readonly share: number; readonly label: Label; readonly make: Maker }>> = {
  card: { share: 200, label: 'restricted', make: makeCard },
  iban: { share: 210, label: 'restricted', make: makeIban },
  'national-id': { share: 420, label: 'restricted', make: makeNationalId },
  'provider-key': { share: 490, label: 'restricted', make: makeKey },
  password: { share: 180, label: 'restricted', make: makePassword },
  health: { share: 160, label: 'restricted', make: makeHealth },
  'e-mail': { share: 120, label: 'confidential', make: makeEmail },
  phone: { share: 144, label: 'confidential', make: makePhone },
  address: { share: 120, label: 'confidential', make: makeAddress },
  'name-with-contact': { share: 120, label: 'confidential', make: makeContact },
}

function makeNationalId(chance: Chance, index: number): Omit<Planted, 'family' | 'label'> {
  const format = NATIONAL_IDS[index % NATIONAL_IDS.length] ?? chance.of(NATIONAL_IDS)
  return { kind: format.kind, column: format.column, value: format.make(chance), carrier: chance.of(format.carriers) }
}

function makeKey(chance: Chance, index: number): Omit<Planted, 'family' | 'label'> {
  const format = PROVIDER_KEYS[index % PROVIDER_KEYS.length] ?? chance.of(PROVIDER_KEYS)
  return { kind: format.kind, column: format.column, value: format.make(chance), carrier: carrierOf(format, chance) }
}

/** 2,164 made-up values of ten families, or a `part` of each family (0 to 1). The same seed makes the same values. */
export function plantedValues(seed: number, part = 1): Planted[] {
  const chance = createChance(seed)
  return (Object.entries(MAKERS) as [Family, (typeof MAKERS)[Family]][]).flatMap(([family, { share, label, make }]) =>
    Array.from({ length: Math.ceil(share * part) }, (_value, index) => ({ family, label, ...make(chance, index) })),
  )
}
