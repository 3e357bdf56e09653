const SAMPLES = import.meta.glob<string>('../../../resources/sample/**/*.{md,txt,csv,html}', { query: '?raw', import: 'default' })

/** Whether this build carries a sample workspace. */
export const HAS_SAMPLES: boolean = Object.keys(SAMPLES).length > 0

/** The text files of the sample workspace, as if the person had picked them. */
export async function sampleFiles(): Promise<File[]> {
  const files = await Promise.all(
    Object.entries(SAMPLES).map(async ([path, load]) => new File([await load()], path.slice(path.lastIndexOf('/') + 1))),
  )
  return files.filter((file) => file.name.toLowerCase() !== 'readme.md')
}
