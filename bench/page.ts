// The first lesson page as a student's laptop meets it: weight (P8), paint and smoothness under a stream on a slow machine
// and a slow link (P9), and the first minute of a class (P10). The peer is the same HTML with every script removed.
//   npm run bench -- page [--seconds 20]
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { metric, ms, percentile, startMeasured } from './support/product.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
const seconds = Math.min(120, Number(values.seconds));
const lesson = '/lecons/kafka/un-groupe-se-partage-les-partitions';
const product = await startMeasured();
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const browser: Browser = await chromium.launch({ executablePath, args: ['--disable-background-networking'] });

/** A laptop four times slower than this one, on a link of 1.6 Mb/s with 150 ms of delay. */
async function slowPage(scripts: boolean): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, javaScriptEnabled: true });
  const page = await context.newPage();
  if (!scripts) await page.route(/\.js(\?|$)/, (route) => route.abort());
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 200_000,
    uploadThroughput: 93_750,
  });
  return page;
}

async function paint(scripts: boolean): Promise<{ lcp: number; cls: number }> {
  const page = await slowPage(scripts);
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
  await page.context().close();
  return seen;
}

async function weight(): Promise<Record<string, number>> {
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
  return kinds;
}

/** Text, not a function: what a compiler adds to functions does not exist in the page. */
const watchFrames = `(() => {
  const seen = (globalThis.seen = { gaps: [], long: 0, inputs: [] });
  let last = performance.now();
  const frame = (now) => { seen.gaps.push(now - last); last = now; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => { seen.long += list.getEntries().length; }).observe({ type: 'longtask' });
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.inputs.push(entry.duration); })
    .observe({ type: 'event', durationThreshold: 16 });
})()`;

/** 1,000 records a second for a while into the open panel, with a key pressed now and then. */
async function stream(): Promise<void> {
  const page = await slowPage(true);
  await page.goto(product.url + lesson);
  await page.getByRole('button', { name: /^Publier/ }).click();
  await page.getByText(/confirmé/).waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const heap = async () => (await session.send('Runtime.getHeapUsage')).usedSize;
  const before = await heap();
  await page.evaluate(watchFrames);
  const kafka = new Kafka({ brokers: [product.kafka], clientId: 'debit', logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const until = performance.now() + seconds * 1_000;
  for (let sent = 0, from = performance.now(); performance.now() < until; sent += 50) {
    const messages = Array.from({ length: 50 }, (_, index) => ({ key: `k-${index % 7}`, value: `${sent + index}` }));
    await producer.send({ topic: 'demo-topic', messages });
    if (sent % 1_000 === 0) await page.getByRole('textbox', { name: 'clé', exact: true }).press('a');
    const ahead = (sent / 1_000) * 1_000 - (performance.now() - from);
    if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
  }
  await producer.disconnect();
  type Seen = { gaps: number[]; long: number; inputs: number[] };
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  await session.send('HeapProfiler.collectGarbage');
  const late = seen.gaps.filter((gap) => gap > 33.4).length;
  console.log(`stream, ${seconds} s at 1,000 records/s, CPU ÷ 4`);
  console.log(`  frames over 33 ms    ${((late / seen.gaps.length) * 100).toFixed(1)} % of ${seen.gaps.length}`);
  console.log(`  long tasks           ${seen.long}`);
  console.log(`  input delay, worst   ${Math.max(0, ...seen.inputs).toFixed(0)} ms (${seen.inputs.length} over 16 ms)`);
  console.log(`  heap growth after GC ${(((await heap()) - before) / 1e6).toFixed(1)} MB`);
  await page.context().close();
}

/** 300 page loads in ten seconds, each with everything its HTML names. */
async function firstMinute(): Promise<void> {
  const html = await (await fetch(product.url + lesson)).text();
  const named = [...html.matchAll(/(?:src|href)="(\/_next\/[^"]+)"/g)].map(([, path]) => path ?? '');
  const paths = [lesson, ...new Set(named)];
  await metric(product.url, 'nodejs_eventloop_lag_p99_seconds');
  const cpu = await metric(product.url, 'process_cpu_seconds_total');
  const times: number[] = [];
  const from = performance.now();
  const load = async (index: number) => {
    await new Promise((resolve) => setTimeout(resolve, index * (10_000 / 300)));
    const start = performance.now();
    await Promise.all(paths.map(async (path) => (await fetch(product.url + path)).arrayBuffer()));
    times.push(performance.now() - start);
  };
  await Promise.all(Array.from({ length: 300 }, (_, index) => load(index)));
  const delay = await metric(product.url, 'nodejs_eventloop_lag_p99_seconds');
  const spent = (await metric(product.url, 'process_cpu_seconds_total')) - cpu;
  console.log(
    `first minute: 300 loads of ${paths.length} files in ${((performance.now() - from) / 1000).toFixed(1)} s`,
  );
  console.log(`  a load, p50 / p99    ${percentile(times, 0.5).toFixed(0)} / ${percentile(times, 0.99).toFixed(0)} ms`);
  console.log(`  server CPU           ${spent.toFixed(1)} s`);
  console.log(`  event-loop p99       ${ms(delay)}`);
}

try {
  console.log(`ready line after ${product.readyMs.toFixed(0)} ms`);
  const bytes = await weight();
  console.log(
    `weight, gzip, panel open: ${Object.entries(bytes)
      .map(([kind, size]) => `${kind} ${(size / 1000).toFixed(0)} kB`)
      .join(' · ')}`,
  );
  for (const [name, scripts] of [
    ['no script', false],
    ['lesson', true],
  ] as const) {
    const runs = [await paint(scripts), await paint(scripts), await paint(scripts)];
    const lcp = percentile(
      runs.map((run) => run.lcp),
      0.5,
    );
    const cls = Math.max(...runs.map((run) => run.cls));
    console.log(`paint, 1.6 Mb/s, CPU ÷ 4, ${name}: LCP ${lcp.toFixed(0)} ms (median of 3), CLS ${cls.toFixed(3)}`);
  }
  await stream();
  await firstMinute();
} finally {
  await browser.close();
  await product.stop();
}
