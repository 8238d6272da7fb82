import type { ContractRouterClient, InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import { analysisContract } from './analysis.ts'
import { distributionContract } from './distribution.ts'
import { endModelsContract } from './end-models.ts'
import { jobsContract } from './jobs.ts'
import { labelModelsContract } from './label-models.ts'
import { labelingFunctionsContract } from './labeling-functions.ts'
import { onnxModelsContract } from './onnx-models.ts'
import { mapContract } from './map.ts'
import { modelComparisonContract } from './model-comparison.ts'
import { modelQualityContract } from './model-quality.ts'
import { listsContract } from './lists.ts'
import { projectsContract } from './projects.ts'
import { qualityContract } from './quality.ts'
import { queueContract } from './queue.ts'
import { recordsContract } from './records.ts'
import { reviewContract } from './review.ts'
import { slicesContract } from './slices.ts'
import { simulationContract } from './simulation.ts'
import { teamContract } from './team.ts'

/** Everything a screen or a script may ask of the engine. */
export const contract = {
  projects: projectsContract,
  records: recordsContract,
  labelingFunctions: labelingFunctionsContract,
  lists: listsContract,
  labelModels: labelModelsContract,
  endModels: endModelsContract,
  distribution: distributionContract,
  modelComparison: modelComparisonContract,
  modelQuality: modelQualityContract,
  onnxModels: onnxModelsContract,
  map: mapContract,
  queue: queueContract,
  review: reviewContract,
  analysis: analysisContract,
  quality: qualityContract,
  slices: slicesContract,
  simulation: simulationContract,
  team: teamContract,
  jobs: jobsContract,
}

export type Client = ContractRouterClient<typeof contract>
export type Inputs = InferContractRouterInputs<typeof contract>
export type Outputs = InferContractRouterOutputs<typeof contract>
