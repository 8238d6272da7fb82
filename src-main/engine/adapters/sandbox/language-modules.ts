import type ivm from 'isolated-vm'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Functions of those packages, in the context of a labeling function that names what needs them. */
export interface LanguageFunctions {
  /** By the language's English name. */
  stemmers: Record<string, ivm.Reference>
  /** `francAll` */
  languages?: ivm.Reference
}

const load = createRequire(import.meta.url)

/** Evaluates what the code may need. Done before the context is locked down, so that nothing of the labeling function has run. */
export function languageFunctions(isolate: ivm.Isolate, context: ivm.Context, code: string): LanguageFunctions {
  const functions: LanguageFunctions = { stemmers: {} }
  if (/stem/i.test(code))
    for (const [language, file] of stemmerFiles())
      if (language === 'english' || code.includes(language))
        functions.stemmers[language] = exported(isolate, context, file, 'stemmer')
  if (/language/.test(code)) functions.languages = exported(isolate, context, load.resolve('franc-min'), 'francAll')
  return functions
}

let stemmers: [language: string, file: string][] | undefined

/** Of `./english` and so on, the files that an import would load. */
function stemmerFiles(): [language: string, file: string][] {
  if (stemmers) return stemmers
  const folder = dirname(dirname(load.resolve('@orama/stemmers/english')))
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports: Record<string, { import: string }>
  }
  stemmers = Object.entries(exports).map(([name, each]) => [name.slice(2), join(folder, each.import)])
  return stemmers
}

function exported(isolate: ivm.Isolate, context: ivm.Context, file: string, name: string): ivm.Reference {
  const module = moduleAt(isolate, file)
  const files = new Map([[module, file]])
  module.instantiateSync(context, (specifier, referrer) => {
    const found = createRequire(files.get(referrer)!).resolve(specifier)
    const inner = moduleAt(isolate, found)
    files.set(inner, found)
    return inner
  })
  module.evaluateSync()
  return module.namespace.getSync(name, { reference: true }) as ivm.Reference
}

const texts = new Map<string, string>()

function moduleAt(isolate: ivm.Isolate, file: string): ivm.Module {
  const text = texts.get(file) ?? readFileSync(file, 'utf8')
  texts.set(file, text)
  return isolate.compileModuleSync(text, { filename: file })
}
