import type { ContractRouterClient } from '@orpc/contract'
import { connect } from '../../renderer/state/connect.ts'
import type { benchContract } from './contract.ts'
import { measureTransport } from './measure-transport.ts'

const result = connect().then(({ client }) => measureTransport(client as unknown as ContractRouterClient<typeof benchContract>))
Object.assign(globalThis, { benchResult: result })
