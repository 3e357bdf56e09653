import { writeTinyModel } from './tiny-model.ts'

const [file] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write('Give the file to write: npx node e2e/tiny-model/run.ts FILE.gguf\n')
  process.exitCode = 2
} else writeTinyModel(file)
