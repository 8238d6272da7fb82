/**
 * Stands in for an object of Electron: what a test gives is there, and everything else that is touched fails the test
 * instead of being quietly undefined. The compiler holds the given parts to Electron's own types.
 */
export function strict<T extends object>(name: string, known: Partial<T>): T {
  return new Proxy(known, {
    get(target, key) {
      if (key in target) return Reflect.get(target, key)
      // Asked of every object by promises and by test output.
      if (key === 'then' || typeof key === 'symbol') return undefined
      throw new Error(`${name}.${key} was not expected`)
    },
    set(_target, key) {
      throw new Error(`${name}.${String(key)} was not expected to be set`)
    },
  }) as T
}
