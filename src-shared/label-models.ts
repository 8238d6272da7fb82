import { z } from 'zod'
import { trainingSummary } from './end-models.ts'
import { modelInfo } from './models.ts'
import { inProject, procedure } from './procedure.ts'

/** The current model as the frame shows it. */
export const modelState = z.object({
  model: z.string(),
  title: z.string(),
  /** What weighs the votes below an end model; of a label model its own title. */
  labelModel: z.string().optional(),
  fittedAt: z.string(),
  /** What has changed since the fit; empty when it is fresh. */
  staleBecause: z.array(z.enum(['votes', 'gold', 'records', 'classes'])),
  /** An end model below which stands no label model: no votes were weighed. */
  fromGoldAlone: z.boolean(),
})

export type ModelState = z.infer<typeof modelState>

/** For whoever takes the labels away; nothing where they are up to date. */
export const staleSentence = (model: Pick<ModelState, 'staleBecause'> | undefined): string | undefined =>
  model?.staleBecause.length ? `The model is older than the ${model.staleBecause.join(', ')}: fit again.` : undefined

export const lfWeight = z.object({
  name: z.string(),
  votes: z.int(),
  /** P(the LF is right | it votes a class) as the model learned it; absent where it never votes. */
  accuracy: z.number().optional(),
  /** 95 % interval of that accuracy, if the model is right in all else. */
  interval: z.tuple([z.number(), z.number()]).optional(),
  /** P(it votes a class). */
  coverage: z.number(),
  /** In class order; absent in fits of older versions. */
  classes: z
    .array(
      z.object({
        label: z.string(),
        /** How often it votes this class. */
        votes: z.int(),
        /** P(it votes any class | the record is of this class), as the model learned it; absent where no record is. */
        propensity: z.number().optional(),
      }),
    )
    .optional(),
  /** LFs of one group follow each other and share their weight; absent for one of its own mind. */
  group: z.int().optional(),
})

const states = z.object({ gold: z.int(), pseudo: z.int(), tied: z.int(), uncovered: z.int() })

export const fitSummary = z.object({
  model: z.string(),
  title: z.string(),
  reason: z.string().optional(),
  options: z.record(z.string(), z.number()),
  /** Whether gold may teach it; `usedGold` records did. */
  useGold: z.boolean(),
  usedGold: z.int(),
  /** It learned from the texts as well; absent in fits of older versions. */
  usedText: z.boolean().optional(),
  seed: z.int(),
  fittedAt: z.string(),
  /** P(class), by class name. */
  classBalance: z.record(z.string(), z.number()),
  /** [k] P(class) as it was given for this fit; absent where it was estimated. */
  givenBalance: z.array(z.number()).optional(),
  /** It was asked to be the shares of the classes among the gold, and is again in each refit; estimated without any gold. */
  balanceOfGold: z.boolean().optional(),
  lfs: z.array(lfWeight),
  /** Groups of LFs that follow each other, and whether their votes share one weight; absent where none are looked for. */
  groups: z.object({ count: z.int(), shareWeight: z.boolean() }).optional(),
  states,
  /** Objective after each round. */
  history: z.array(z.number()),
  stopped: z.enum(['converged', 'iterations', 'closed-form']),
  seconds: z.number(),
  /** The end model whose proposals these are; all else here is of the label model that it was trained on, if there is one. */
  endModel: trainingSummary.optional(),
})
export type FitSummary = z.infer<typeof fitSummary>

/** What the proposals of this fit come from, as people call it. */
export const proposerOf = ({ title, endModel }: Pick<FitSummary, 'title' | 'endModel'>): string =>
  endModel?.title ?? title

/** P(class) by class name, every class, summing up to 1; or as an earlier fit had it; or as the gold has it. Estimated when absent. */
const givenBalance = z.union([z.record(z.string(), z.number()), z.array(z.number()), z.literal('gold')])
export type GivenBalance = z.infer<typeof givenBalance>

/** What to ask for so that a fit has its class balance as this one had. */
export const sameBalance = ({ givenBalance, balanceOfGold }: FitSummary): GivenBalance | undefined =>
  balanceOfGold ? 'gold' : givenBalance

/** Where the class balance of a fit comes from. */
export const balanceSource = ({ givenBalance, balanceOfGold }: FitSummary): 'estimated' | 'given' | 'from gold' =>
  !givenBalance ? 'estimated' : balanceOfGold ? 'from gold' : 'given'

export const labelModelsContract = {
  list: procedure.output(z.array(modelInfo)),
  fit: procedure
    .input(
      inProject({
        model: z.string().optional(),
        options: z.record(z.string(), z.number()).optional(),
        useGold: z.boolean().optional(),
        givenBalance: givenBalance.optional(),
        seed: z.int().optional(),
      }),
    )
    .output(fitSummary),
  /** The current model's fit with its LF weights, if there is one. */
  current: procedure.input(inProject({})).output(
    z.object({
      fit: fitSummary.optional(),
      model: modelState.optional(),
      /** Records on which all voting LFs agree and the model holds another class for more probable. */
      againstVotes: z.int().optional(),
    }),
  ),
}
