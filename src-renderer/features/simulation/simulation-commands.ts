import { type Command, commandsOf } from '../../state/commands.svelte.ts'
import type { SimulationState } from './simulation.svelte.ts'

export function simulationCommands(simulation: SimulationState): Command[] {
  const command = commandsOf('simulation', 'Simulation')
  return [
    command('play', 'Play the chosen strategies', ['mod+enter'], () => void simulation.play(), {
      enabled: () => simulation.canPlay,
      keysOnly: false,
    }),
  ]
}
