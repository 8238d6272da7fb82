import { expect, test } from 'vitest'
import { installCuda } from './install-cuda.mjs'

test('where there are no CUDA libraries to be had, it says so and changes nothing', async () => {
  await expect(installCuda('darwin/arm64')).rejects.toThrow('no CUDA libraries for darwin/arm64')
})
