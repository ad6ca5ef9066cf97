// End-to-end: three workers, each test with a server of its own or, where it says so, the one of its worker (e2e/support/); most
// journeys wait for sessions and programs, not for the processor. The browser is found by scripts/browser.mjs.
import { defineConfig } from '@playwright/test';

const executablePath = process.env.CHROMIUM_PATH;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.test.ts',
  outputDir: 'test-results/e2e',
  workers: 3,
  // No journey knows another: a worker that is free takes the next one, whatever its file.
  fullyParallel: true,
  retries: 0,
  // Patience for a busy machine; what is waited for is always a condition.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    locale: 'fr-FR',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
