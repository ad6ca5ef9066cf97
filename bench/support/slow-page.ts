// Pages in a real Chromium, as a student's laptop has them.
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';

export const lesson = '/lecons/kafka/un-groupe-se-partage-les-partitions';

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--disable-background-networking'],
  });

export type SlowPage = { page: Page; session: CDPSession; close(): Promise<void> };

/** A laptop four times slower than this one, on a link of 1.6 Mb/s with 150 ms of delay. */
export async function openSlowPage(browser: Browser, { scripts = true, cpu = 4 } = {}): Promise<SlowPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  if (!scripts) await page.route(/\.js(\?|$)/, (route) => route.abort());
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 200_000,
    uploadThroughput: 93_750,
  });
  return { page, session, close: () => context.close() };
}

/** Seconds of the main thread since the page was opened. Chromium’s own « ScriptDuration » leaves out what a socket’s messages set off. */
export async function workSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

/** Bytes in use after a collection. */
export async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}
