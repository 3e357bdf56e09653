import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js'
import { McpError } from '@modelcontextprotocol/sdk/types.js'
import { TidegateError } from '#contracts/errors.ts'
import { highestLabel, type Label } from '#contracts/privacy.ts'
import { inWords, type McpDeps } from './define-tool.ts'
import { demandToRead, mayRead } from './grants.ts'
import { demandSource, readableSources } from './source-label.ts'

/** Codes of JSON-RPC that the protocol names for resources. */
const NOT_FOUND = -32_002
const REFUSED = -32_003
const FAILED = -32_603

/** So many drafts are listed, the newest. */
const LISTED_DRAFTS = 200

/** Sources and drafts to read, those alone that a client may. Others are not named, and reading them says what to grant. */
export function addResources(server: McpServer, { app }: Pick<McpDeps, 'app'>): void {
  const { log } = app.platform
  const settings = () => app.config.get()

  server.registerResource(
    'sources',
    new ResourceTemplate('tidegate://sources/{id}', {
      list: () =>
        guarded(async () => {
          const { sources } = await readableSources(app, settings())
          return {
            resources: sources.map(({ id, name, label, addedAt }) => ({
              uri: `tidegate://sources/${id}`,
              name,
              title: name,
              description: `Source, ${label}, added ${new Date(addedAt).toISOString()}`,
              mimeType: 'text/plain',
            })),
          }
        }),
    }),
    { title: 'Sources', description: 'The text of a file that the person added', mimeType: 'text/plain' },
    (uri, { id }) =>
      guarded(async () => {
        await demandSource(app, one(id), settings())
        return textOf(uri, (await app.sources.text(one(id))).text)
      }),
  )

  server.registerResource(
    'drafts',
    new ResourceTemplate('tidegate://drafts/{id}', {
      list: () =>
        guarded(async () => {
          const documents = await Promise.all(
            (await app.documents.list({ limit: LISTED_DRAFTS })).map(async (one) => ({
              ...one,
              label: await labelNow(one.label, one.title),
            })),
          )
          return {
            resources: documents
              .filter(({ label }) => mayRead(label, settings()))
              .map(({ id, title, label, updatedAt }) => ({
                uri: `tidegate://drafts/${id}`,
                name: title,
                title,
                description: `Draft, ${label}, changed ${new Date(updatedAt).toISOString()}`,
                mimeType: 'text/markdown',
              })),
          }
        }),
    }),
    { title: 'Drafts', description: 'The version of a draft that is in use', mimeType: 'text/markdown' },
    (uri, { id }) =>
      guarded(async () => {
        const { document } = await app.documents.get(one(id))
        if (document.current === null) throw new TidegateError('NOT_FOUND', 'This draft has no version yet.')
        const version = await app.documents.version(document.current)
        const stored = highestLabel([document.label, version.label])
        demandToRead('This draft', stored, settings())
        demandToRead('This draft', await labelNow(stored, version.text), settings())
        return textOf(uri, version.text)
      }),
  )

  /**
   * A draft has the label of its request, by the rules of then. What goes out is judged by what it says itself, by those of now; what cannot
   * be checked is restricted.
   */
  async function labelNow(stored: Label, text: string): Promise<Label> {
    const found = await app.privacy.scan(text).catch((error: unknown) => {
      log.error('mcp.scan_failed', error)
      return null
    })
    return highestLabel([stored, found?.label ?? 'restricted'])
  }

  async function guarded<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read()
    } catch (error) {
      const code = error instanceof TidegateError ? error.code : null
      throw new McpError(code === 'NOT_FOUND' ? NOT_FOUND : code === 'GRANT_NEEDED' ? REFUSED : FAILED, inWords(error, log))
    }
  }
}

function one(id: string | readonly string[] | undefined): string {
  return typeof id === 'string' ? id : ''
}

function textOf(uri: URL, text: string) {
  return { contents: [{ uri: uri.href, mimeType: uri.host === 'drafts' ? 'text/markdown' : 'text/plain', text }] }
}
