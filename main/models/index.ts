export { engineVersion } from './engine-installed.ts'
export { GPU_BUILDS, type GpuBuild, gpuChoice, gpuFolderOf, gpuPackages, isInstalled } from './gpu-builds.ts'
export { createModelProcesses, type ModelProcesses } from './model-processes.ts'
export { createModelService, type ModelService, notFitting } from './model-service.ts'
