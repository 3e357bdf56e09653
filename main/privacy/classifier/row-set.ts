import { type BitTable, createBitTable } from './bit-table.ts'
import type { RequiredLiterals } from './patterns/pattern-facts.ts'
import { LONGEST_LEAD, type RowPlan } from './row-plan.ts'

/** A literal's row, and how far before the literal its match may begin, over which characters. */
export interface LiteralTrigger {
  readonly row: number
  readonly min: number
  readonly max: number
  readonly set: RequiredLiterals
}

/** Bits of one word of a table, to be set in it. */
export interface Switch {
  readonly enabled: Int32Array
  readonly word: number
  readonly bits: number
}

/** Rows with about the same lead share a table: the places before a group of digits are tested as far as the longest of them asks. */
const LEADS = [0, 16, 80, LONGEST_LEAD]

/** What a literal is for, as bits: it lets a row be tried at all, switches on rows of tables, triggers rows. */
export const ROLE = { gate: 1, switch: 2, trigger: 4 } as const

/** Some rows of a table with what starts them, ready for a text that was surveyed for the literals of all rows. */
export interface RowSet {
  /** By the number of a literal, each. Bits of ROLE. */
  readonly roles: Uint8Array
  readonly triggers: readonly (readonly LiteralTrigger[])[]
  /** Rows that wait for it. */
  readonly gates: readonly (readonly number[])[]
  /** Rows of tables that it switches on. */
  readonly switches: readonly (readonly Switch[])[]
  readonly tables: {
    readonly digits: readonly BitTable[]
    readonly tokens: readonly BitTable[]
    readonly everywhere: readonly BitTable[]
    readonly all: readonly BitTable[]
  }
}

/** `literals`: how many there are, once all rows' have a number. */
export function createRowSet(
  plans: readonly RowPlan[],
  idOf: (literal: string) => number,
  belongs: (plan: RowPlan) => boolean,
): (literals: number) => RowSet {
  const triggers = triggersOf(plans, idOf, belongs)
  const gates = gatesOf(plans, idOf, belongs)
  const tables = tablesOf(plans, idOf, belongs)
  return (literals) => {
    const roles = new Uint8Array(literals)
    const switches = Array.from(roles, (_, id) => switchesOf(tables.all, id))
    for (let id = 0; id < literals; id += 1) {
      const isSwitch = switches[id]?.length !== 0
      roles[id] = (gates[id] === undefined ? 0 : ROLE.gate) | (isSwitch ? ROLE.switch : 0) | (triggers[id] === undefined ? 0 : ROLE.trigger)
    }
    // An entry for each literal: arrays with wide gaps are slow to read.
    return {
      roles,
      triggers: Array.from(roles, (_, id) => triggers[id] ?? []),
      gates: Array.from(roles, (_, id) => gates[id] ?? []),
      switches,
      tables,
    }
  }
}

function switchesOf(tables: readonly BitTable[], id: number): Switch[] {
  return tables.flatMap(({ byLiteral, enabled }) =>
    Array.from(byLiteral[id] ?? [], (bits, word) => ({ enabled, word, bits })).filter(({ bits }) => bits !== 0),
  )
}

/** By the number of the literal. */
function triggersOf(
  plans: readonly RowPlan[],
  idOf: (literal: string) => number,
  belongs: (plan: RowPlan) => boolean,
): readonly (readonly LiteralTrigger[] | undefined)[] {
  const triggers: LiteralTrigger[][] = []
  for (const [row, plan] of plans.entries()) {
    if (plan.trigger.kind !== 'literals' || !belongs(plan)) continue
    const { set } = plan.trigger
    for (const literal of set.literals) {
      const id = idOf(literal)
      triggers[id] ??= []
      triggers[id].push({ row, min: set.lead.min, max: Math.min(set.lead.max, LONGEST_LEAD), set })
    }
  }
  return triggers
}

/** Rows that literals trigger and that wait for another, by its number. */
function gatesOf(
  plans: readonly RowPlan[],
  idOf: (literal: string) => number,
  belongs: (plan: RowPlan) => boolean,
): readonly (readonly number[] | undefined)[] {
  const gates: number[][] = []
  for (const [row, plan] of plans.entries()) {
    if (plan.trigger.kind !== 'literals' || !belongs(plan)) continue
    for (const literal of plan.gate ?? []) {
      const id = idOf(literal)
      gates[id] ??= []
      gates[id].push(row)
    }
  }
  return gates
}

function tablesOf(plans: readonly RowPlan[], idOf: (literal: string) => number, belongs: (plan: RowPlan) => boolean): RowSet['tables'] {
  const table = (lead: number, isFor: (plan: RowPlan) => boolean): BitTable[] => {
    const rows: number[] = []
    for (const [row, plan] of plans.entries()) if (belongs(plan) && isFor(plan)) rows.push(row)
    return rows.length === 0 ? [] : [createBitTable(plans, rows, lead, idOf)]
  }
  const leadOf = ({ trigger }: RowPlan): number => (trigger.kind === 'digits' ? Math.min(trigger.lead.max, LONGEST_LEAD) : -1)
  const digits = LEADS.flatMap((most, index) => {
    const isInside = (lead: number): boolean => lead <= most && lead > (LEADS[index - 1] ?? -1)
    return table(Math.max(0, ...plans.map(leadOf).filter(isInside)), (plan) => isInside(leadOf(plan)))
  })
  const tokens = table(0, ({ trigger }) => trigger.kind === 'token')
  const everywhere = table(0, ({ trigger }) => trigger.kind === 'everywhere')
  return { digits, tokens, everywhere, all: [...digits, ...tokens, ...everywhere] }
}
