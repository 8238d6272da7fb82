import { defineConfig } from '@playwright/test'

/** Chromium's own sandbox does not work for root, as in most containers. */
const isRoot = process.getuid?.() === 0
/** Where there is no graphics card, playing one takes a sixth of the time. */
const flags = [
  '--disable-gpu',
  ...(isRoot ? ['--no-sandbox', '--disable-background-networking', '--disable-quic'] : []),
]

/** `npm run e2e` builds first, and names in HEDDLE_CHROMIUM the browser it found. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/e2e',
  // The browser and the engine fill two cores by themselves.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  // For two slow cores; a test that has nothing to wait for ends long before.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 20_000,
    navigationTimeout: 60_000,
    // A trace of every test takes a third of its time; the picture and the log of a failure tell as much.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env['HEDDLE_CHROMIUM'], args: flags },
  },
  projects: [
    { name: 'browser', testIgnore: 'desktop.spec.ts' },
    { name: 'desktop', testMatch: 'desktop.spec.ts' },
  ],
})
