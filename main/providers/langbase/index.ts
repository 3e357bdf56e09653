export { createLangbaseDesk, type DeskDeps, type LangbaseDesk } from './desk.ts'
export { createLangbaseAccount, type LangbaseAccount } from './langbase-account.ts'
export { createLangbaseProvider } from './langbase-provider.ts'
export { loadPipeTemplates, type NewPipe } from './pipe-templates.ts'
