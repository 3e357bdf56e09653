export { agentHands } from './agent-hands.ts'
export { type Exploration, type ExploreBudget, type ExploringModel, explore, type Hands, scenarioOf } from './explore.ts'
