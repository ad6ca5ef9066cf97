// The first lesson page as a student's laptop meets it: weight (P8), paint and smoothness under a stream on a slow machine
// and a slow link (P9), and the first minute of a class (P10). Peers: the same HTML with every script removed, and a panel that
// sets its state once a record.
//   npm run bench -- page [--seconds 20] [--runs 3] [--only weight|paint|stream|naive|minute]
import { parseArgs } from 'node:util';
import type { Browser } from '@playwright/test';
import { firstMinute, type Minute } from './support/first-minute.ts';
import { type Measured, machineIdle, ms, percentile, startMeasured } from './support/product.ts';
import { launchBrowser, lesson, openSlowPage } from './support/slow-page.ts';
import { type Streamed, streamIntoNaive, streamIntoPanel } from './support/stream.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
  },
});
const [seconds, runs] = [Math.min(120, Number(values.seconds)), Math.min(9, Number(values.runs))];
const percent = (share: number, digits = 0): string => `${(share * 100).toFixed(digits)} %`;

async function weight(browser: Browser, product: Measured): Promise<void> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(product.url + lesson, { waitUntil: 'networkidle' });
  const sizes = await page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((entry) => {
      const { name, encodedBodySize } = entry as PerformanceResourceTiming;
      return [name, encodedBodySize] as const;
    }),
  );
  const kinds: Record<string, number> = { html: 0, js: 0, css: 0, font: 0, other: 0 };
  for (const [name, size] of sizes) {
    const end = /\.(js|css|woff2)(\?|$)/.exec(name)?.[1] ?? (name.endsWith(lesson) ? 'html' : 'other');
    const kind = end === 'woff2' ? 'font' : end;
    kinds[kind] = (kinds[kind] ?? 0) + size;
  }
  await page.context().close();
  const told = Object.entries(kinds).map(([kind, size]) => `${kind} ${(size / 1000).toFixed(0)} kB`);
  console.log(`weight, gzip, panel open: ${told.join(' · ')}, ${sizes.length} requests`);
}

async function paintOnce(browser: Browser, product: Measured, scripts: boolean): Promise<{ lcp: number; cls: number }> {
  const { page, close } = await openSlowPage(browser, { scripts });
  await page.addInitScript(() => {
    const seen = { lcp: 0, cls: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.lcp = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) seen.cls += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(product.url + lesson, { waitUntil: 'networkidle' });
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: { lcp: number; cls: number } }).seen);
  await close();
  return seen;
}

async function paint(browser: Browser, product: Measured): Promise<void> {
  for (const scripts of [false, true]) {
    const seen = [];
    for (let run = 0; run < runs; run += 1) seen.push(await paintOnce(browser, product, scripts));
    const lcp = percentile(
      seen.map((run) => run.lcp),
      0.5,
    );
    const cls = Math.max(...seen.map((run) => run.cls));
    const name = scripts ? 'lesson   ' : 'no script';
    console.log(
      `paint, 1.6 Mb/s, CPU ÷ 4, ${name}: LCP ${lcp.toFixed(0)} ms (median of ${runs}), CLS ${cls.toFixed(3)}`,
    );
  }
}

const streamed = (name: string, run: Streamed): string =>
  `  ${name.padEnd(16)} frames over 33 ms ${percent(run.lateShare, 2)} of ${run.frames} · long tasks ${run.longTasks} · worst input ${run.worstInput.toFixed(0)} ms · heap ${(run.heapGrowth / 1e6).toFixed(1)} MB`;

async function stream(browser: Browser, product: Measured): Promise<void> {
  console.log(`stream, ${seconds} s at 1,000 records/s, CPU ÷ 4`);
  for (let run = 1; run <= runs; run += 1) {
    console.log(streamed(`run ${run}`, await streamIntoPanel(browser, product, { rate: 1_000, seconds })));
  }
  console.log(
    streamed('with a consumer', await streamIntoPanel(browser, product, { rate: 1_000, seconds }, { consumer: true })),
  );
}

async function naive(browser: Browser, product: Measured): Promise<void> {
  const load = { rate: 1_000, seconds: 5 };
  const { workMs } = await streamIntoPanel(browser, product, load, { cpu: 1 });
  const theirs = await streamIntoNaive(browser, product, load);
  console.log(
    `main thread a record, CPU × 1: panel ${workMs.toFixed(3)} ms · naive ${theirs.toFixed(3)} ms · 1/${(theirs / workMs).toFixed(0)}`,
  );
}

async function minute(product: Measured): Promise<void> {
  const { idle, loading } = await firstMinute(product);
  const told = (name: string, { heard, cpu, delay, rss }: Minute) =>
    `  ${name.padEnd(16)} fan-out p50 ${heard.p50} ms, p99 ${heard.p99} ms (${heard.deliveries} deliveries, ${heard.lost} links lost) · server CPU ${cpu.toFixed(1)} s of 10 · event-loop p99 ${ms(delay)} · RSS ${(rss / 1e6).toFixed(0)} MB`;
  console.log(`first minute: ${idle.heard.pages} pages listen to 200 records/s, ten seconds`);
  console.log(told('nothing else', idle));
  console.log(told('300 page loads', loading));
  const { files, p50, p99 } = loading.loads ?? { files: 0, p50: Number.NaN, p99: Number.NaN };
  console.log(`  a load of ${files} files p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`);
}

const wanted = (name: string): boolean => values.only === '' || values.only === name;
const idle = await machineIdle();
const product = await startMeasured();
const browser = await launchBrowser();
try {
  console.log(`machine ${percent(idle)} idle before; ready line after ${product.readyMs.toFixed(0)} ms`);
  if (wanted('weight')) await weight(browser, product);
  if (wanted('paint')) await paint(browser, product);
  if (wanted('stream')) await stream(browser, product);
  if (wanted('naive')) await naive(browser, product);
  if (wanted('minute')) await minute(product);
} finally {
  await browser.close();
  await product.stop();
}
