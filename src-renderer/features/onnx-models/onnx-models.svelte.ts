import type { InferenceSettings, InferenceStatus, OnnxModelInfo } from '../../../src-shared/onnx-models.ts'
import type { Query } from '../../state/query.svelte.ts'
import type { Session } from '../../state/session.svelte.ts'
import { ranWords } from './model-words.ts'

/** The ONNX models of the project and where they are computed. */
export class OnnxModelsState {
  readonly session: Session
  readonly models: Query<OnnxModelInfo[]>
  readonly status: Query<InferenceStatus>
  /** The model that is asked about all records now. */
  running = $state<string>()

  constructor(session: Session) {
    const { client, projectId } = session
    this.session = session
    this.models = session.question(
      () => client.onnxModels.list({ projectId }),
      ['onnx-models', 'project', 'classes', 'records'],
      'the models',
    )
    this.status = session.question(() => client.onnxModels.status(), ['onnx-models'], 'where models are computed')
  }

  get mayRun(): boolean {
    const { restricted, readOnly } = this.session.project
    return !restricted && !readOnly
  }

  async run(name: string): Promise<void> {
    const { client, projectId, notices } = this.session
    this.running = name
    const ran = await this.session.attempt('running a model', () => client.onnxModels.run({ projectId, name }))
    this.running = undefined
    if (ran) notices.tell(ranWords(ran), ran.faultCount > 0 ? 'note' : 'done')
  }

  async remove(name: string): Promise<void> {
    const { client, projectId } = this.session
    await this.session.attempt('removing a model', () => client.onnxModels.remove({ projectId, name }))
  }

  async saveSettings(changed: Partial<InferenceSettings>): Promise<void> {
    const known = this.status.data
    if (!known) return
    await this.session.attempt('saving where models are computed', async () => {
      await this.session.client.onnxModels.saveSettings({ ...known.settings, ...changed })
      await this.status.refresh()
    })
  }
}
