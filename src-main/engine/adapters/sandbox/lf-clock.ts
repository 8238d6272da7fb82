/**
 * Seconds of processor time that this process has spent beside its main thread: labeling functions run there, one at a time.
 * What isolated-vm calls the processor time of an isolate is time by the clock, which also passes while others are at work.
 */
export function secondsBesideMain(): number {
  const all = process.cpuUsage()
  const main = process.threadCpuUsage()
  return (all.user + all.system - main.user - main.system) / 1e6
}
