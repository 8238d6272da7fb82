import type { EndModel } from './end-model.ts'
import { gradientBoosting } from './models/gradient-boosting.ts'
import { linearSvm } from './models/linear-svm.ts'
import { multilayerPerceptron } from './models/multilayer-perceptron.ts'
import { naiveBayes } from './models/naive-bayes.ts'
import { randomForest } from './models/random-forest.ts'
import { softmaxRegression } from './models/softmax-regression.ts'

/** The end models, in the order in which they are offered: the recommended first. */
export const endModels: readonly EndModel[] = [
  softmaxRegression,
  linearSvm,
  naiveBayes,
  randomForest,
  gradientBoosting,
  multilayerPerceptron,
] as readonly EndModel[]

export const endModel = (id: string): EndModel | undefined => endModels.find(model => model.id === id)
