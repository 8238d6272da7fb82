import type { LucideIcon } from '@lucide/svelte'
import Boxes from '@lucide/svelte/icons/boxes'
import ChartNoAxesColumn from '@lucide/svelte/icons/chart-no-axes-column'
import FileOutput from '@lucide/svelte/icons/file-output'
import FlaskConical from '@lucide/svelte/icons/flask-conical'
import Gauge from '@lucide/svelte/icons/gauge'
import GraduationCap from '@lucide/svelte/icons/graduation-cap'
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard'
import ListChecks from '@lucide/svelte/icons/list-checks'
import MapIcon from '@lucide/svelte/icons/map'
import Rows3 from '@lucide/svelte/icons/rows-3'
import Scale from '@lucide/svelte/icons/scale'
import Settings from '@lucide/svelte/icons/settings'
import ShieldCheck from '@lucide/svelte/icons/shield-check'
import SquareFunction from '@lucide/svelte/icons/square-function'
import Users from '@lucide/svelte/icons/users'
import type { Component } from 'svelte'
import type { ViewProps } from './state/session.svelte.ts'

/** A screen of an open project. */
export interface View {
  /** Its address. */
  id: string
  title: string
  icon: LucideIcon
  /** The keys that go there. */
  keys: string
  load(): Promise<Component<ViewProps>>
}

/** The only list of features; nothing of a view is fetched before it is wanted. */
export const views: readonly View[] = [
  {
    id: 'overview',
    title: 'Overview',
    icon: LayoutDashboard,
    keys: 'g o',
    load: async () => (await import('./features/overview/OverviewView.svelte')).default,
  },
  {
    id: 'records',
    title: 'Records',
    icon: Rows3,
    keys: 'g r',
    load: async () => (await import('./features/records/RecordsView.svelte')).default,
  },
  {
    id: 'labeling-functions',
    title: 'Labeling fns',
    icon: SquareFunction,
    keys: 'g l',
    load: async () => (await import('./features/labeling-functions/LabelingFunctionsView.svelte')).default,
  },
  {
    id: 'label-models',
    title: 'Label model',
    icon: Scale,
    keys: 'g m',
    load: async () => (await import('./features/label-models/LabelModelsView.svelte')).default,
  },
  {
    id: 'end-models',
    title: 'End models',
    icon: GraduationCap,
    keys: 'g e',
    load: async () => (await import('./features/end-models/EndModelsView.svelte')).default,
  },
  {
    id: 'model-quality',
    title: 'Model quality',
    icon: Gauge,
    keys: 'g h',
    load: async () => (await import('./features/model-quality/ModelQualityView.svelte')).default,
  },
  {
    id: 'review',
    title: 'Review',
    icon: ListChecks,
    keys: 'g v',
    load: async () => (await import('./features/review/ReviewView.svelte')).default,
  },
  {
    id: 'quality',
    title: 'Quality',
    icon: ShieldCheck,
    keys: 'g q',
    load: async () => (await import('./features/quality/QualityView.svelte')).default,
  },
  {
    id: 'analysis',
    title: 'Analysis',
    icon: ChartNoAxesColumn,
    keys: 'g a',
    load: async () => (await import('./features/analysis/AnalysisView.svelte')).default,
  },
  {
    id: 'simulation',
    title: 'Simulation',
    icon: FlaskConical,
    keys: 'g u',
    load: async () => (await import('./features/simulation/SimulationView.svelte')).default,
  },
  {
    id: 'map',
    title: 'Map',
    icon: MapIcon,
    keys: 'g p',
    load: async () => (await import('./features/map/MapView.svelte')).default,
  },
  {
    id: 'onnx-models',
    title: 'ONNX models',
    icon: Boxes,
    keys: 'g n',
    load: async () => (await import('./features/onnx-models/OnnxModelsView.svelte')).default,
  },
  {
    id: 'export',
    title: 'Export',
    icon: FileOutput,
    keys: 'g x',
    load: async () => (await import('./features/export/ExportView.svelte')).default,
  },
  {
    id: 'team',
    title: 'Team',
    icon: Users,
    keys: 'g t',
    load: async () => (await import('./features/team/TeamView.svelte')).default,
  },
  {
    id: 'settings',
    title: 'Settings',
    icon: Settings,
    keys: 'g s',
    load: async () => (await import('./features/projects/SettingsView.svelte')).default,
  },
]

/** The view of an address; an unknown one leads to the overview. */
export const viewOf = (id: string): View => views.find(view => view.id === id) ?? views[0]!
