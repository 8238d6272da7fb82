import { UMAP } from 'umap-js'
import type { LayOut } from '../../core/projection/projection.ts'

const NEIGHBOURS = 15

/** McInnes, Healy, Melville (2018): UMAP: uniform manifold approximation and projection for dimension reduction. arXiv:1802.03426 */
export const umap: LayOut = (rows, random, onProgress) => {
  // It wants more rows than neighbours; a few records are laid out in a row.
  if (rows.length < 5) return rows.map((_, at) => [at, 0])
  const layout = new UMAP({ random, nNeighbors: Math.min(NEIGHBOURS, rows.length - 1), minDist: 0.15 })
  const epochs = layout.initializeFit(rows)
  for (let epoch = 1; epoch <= epochs; epoch++) {
    layout.step()
    if (epoch % 10 === 0) onProgress(epoch / epochs)
  }
  return layout.getEmbedding()
}
