export type { BudgetKeeper } from './budget-keeper.ts'
export { type Costs, createCosts } from './costs.ts'
export { costAt, loadPriceTable, type Price } from './price-table.ts'
