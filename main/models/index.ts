export { engineVersion } from './engine-installed.ts'
export { followModelProcess } from './follow-model-process.ts'
export { GPU_BUILDS, type GpuBuild, gpuChoice, gpuFolderOf, gpuPackages, isInstalled } from './gpu-builds.ts'
export { createModelService, type ModelService, notFitting } from './model-service.ts'
