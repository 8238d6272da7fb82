import { flushSync, tick } from 'svelte'
import { afterEach, describe, expect, test } from 'vitest'
import type { Topic } from '../../src-shared/vocabulary.ts'
import { Query } from './query.svelte.ts'

/** A question whose answers are given by hand. */
function question<T>() {
  const asked: (PromiseWithResolvers<T> & { signal: AbortSignal })[] = []
  const ask = (signal: AbortSignal) => {
    const answer = Promise.withResolvers<T>()
    asked.push({ ...answer, signal })
    return answer.promise
  }
  return { asked, ask }
}

function changeSource() {
  const listeners = new Set<{ topics: readonly Topic[]; listener: () => void }>()
  return {
    listeners,
    on(topics: readonly Topic[], listener: () => void) {
      const entry = { topics, listener }
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    change: (topic: Topic) => listeners.forEach(one => one.topics.includes(topic) && one.listener()),
  }
}

let hide: (() => void) | undefined
afterEach(() => hide?.())

/** Shows the answer as a component would. */
async function show<T>(query: Query<T>): Promise<T[]> {
  const shown: T[] = []
  hide = $effect.root(() => {
    $effect(() => {
      if (query.data !== undefined) shown.push(query.data)
    })
  })
  await settled()
  return shown
}

const settled = async () => {
  await new Promise(resolve => setTimeout(resolve))
  await tick()
}

describe('Query', () => {
  test('nothing is asked before something shows the answer, and then once', async () => {
    const { asked, ask } = question<number>()
    const query = new Query(ask)
    expect(asked).toHaveLength(0)
    const shown = await show(query)
    expect(asked).toHaveLength(1)
    expect(query.isLoading).toBe(true)
    asked[0]?.resolve(7)
    await settled()
    expect(shown).toEqual([7])
    expect([query.isLoading, query.isStale]).toEqual([false, false])
  })

  test('an older answer that arrives late does not replace a newer one, and its question is taken back', async () => {
    const { asked, ask } = question<string>()
    const query = new Query(ask)
    await show(query)
    void query.refresh()
    expect(asked[0]?.signal.aborted).toBe(true)
    asked[1]?.resolve('new')
    await settled()
    asked[0]?.resolve('old')
    await settled()
    expect(query.data).toBe('new')
  })

  test('it is asked again when one of its topics changes, and not for others', async () => {
    const { asked, ask } = question<number>()
    const changes = changeSource()
    const query = new Query(ask, ['votes', 'gold'], changes)
    await show(query)
    asked[0]?.resolve(1)
    await settled()
    changes.change('queue')
    expect(asked).toHaveLength(1)
    changes.change('gold')
    await settled()
    expect(asked).toHaveLength(2)
    expect([query.data, query.isStale]).toEqual([1, true])
    asked[1]?.resolve(2)
    await settled()
    expect([query.data, query.isStale]).toEqual([2, false])
  })

  test('changes while an answer is awaited are merged into one further question', async () => {
    const { asked, ask } = question<number>()
    const changes = changeSource()
    await show(new Query(ask, ['votes'], changes))
    for (let i = 0; i < 5; i++) changes.change('votes')
    expect(asked).toHaveLength(1)
    asked[0]?.resolve(1)
    await settled()
    expect(asked).toHaveLength(2)
  })

  test('whoever waits for an answer waits for what changed meanwhile as well', async () => {
    const { asked, ask } = question<number>()
    const changes = changeSource()
    const query = new Query(ask, ['votes'], changes)
    await show(query)
    asked[0]?.resolve(1)
    await settled()
    let seen: number | undefined
    void query.refresh().then(() => (seen = query.data))
    changes.change('votes')
    asked[1]?.resolve(2)
    await settled()
    expect(seen).toBeUndefined()
    asked[2]?.resolve(3)
    await settled()
    expect(seen).toBe(3)
  })

  test('it is asked again at once when state that the question reads changes', async () => {
    let search = $state('a')
    const asked: string[] = []
    const query = new Query(async () => {
      asked.push(search)
      return search
    })
    await show(query)
    await settled()
    search = 'ab'
    flushSync()
    await settled()
    expect(asked).toEqual(['a', 'ab'])
    expect(query.data).toBe('ab')
  })

  test('a problem is put into words and the last answer stays', async () => {
    const { asked, ask } = question<number>()
    const query = new Query(ask, [], undefined, 'the counts')
    await show(query)
    asked[0]?.resolve(1)
    await settled()
    void query.refresh()
    asked[1]?.reject(Object.assign(new Error('This file is not known any more.'), { code: 'FILE_UNKNOWN' }))
    await settled()
    expect(query.problem).toEqual({
      code: 'FILE_UNKNOWN',
      sentence: 'This file is not known any more.',
      isDefect: false,
    })
    expect(query.data).toBe(1)
    void query.refresh()
    asked[2]?.resolve(2)
    await settled()
    expect([query.data, query.problem]).toEqual([2, undefined])
  })

  test('without a connection the last answer stands as stale until everything counts as changed', async () => {
    const { asked, ask } = question<number>()
    const changes = changeSource()
    const query = new Query(ask, ['votes'], changes)
    await show(query)
    asked[0]?.resolve(1)
    await settled()
    void query.refresh()
    asked[1]?.reject(Object.assign(new Error('lost'), { code: 'CONNECTION_LOST' }))
    await settled()
    expect([query.data, query.problem, query.isStale]).toEqual([1, undefined, true])
    changes.change('votes')
    asked[2]?.resolve(2)
    await settled()
    expect([query.data, query.isStale]).toEqual([2, false])
  })

  test('when nothing shows the answer any more it listens to nothing', async () => {
    const { asked, ask } = question<number>()
    const changes = changeSource()
    await show(new Query(ask, ['votes'], changes))
    asked[0]?.resolve(1)
    await settled()
    hide?.()
    await settled()
    expect(changes.listeners.size).toBe(0)
  })
})
