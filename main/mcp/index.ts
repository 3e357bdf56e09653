export type { McpDeps } from './define-tool.ts'
export { createMcpEndpoint, type McpEndpoint } from './http-endpoint.ts'
export { connectClient, type McpConnection } from './server.ts'
