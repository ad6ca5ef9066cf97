// Records into an open page at a steady rate, and what the page spent on them.
import { type Browser, expect, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { Measured } from './product.ts';
import { heapBytes, lesson, openSlowPage, workSeconds } from './slow-page.ts';

const topic = 'demo-topic';

/** `rate` records a second from an outside program, 20 sends a second, seven keys; returns how many were sent. */
export async function produce(kafka: string, { rate, seconds, each }: Load): Promise<number> {
  const client = new Kafka({ brokers: [kafka], clientId: 'debit', logLevel: logLevel.NOTHING });
  const producer = client.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const [size, from] = [Math.round(rate / 20), performance.now()];
  let sent = 0;
  while (performance.now() - from < seconds * 1_000) {
    const value = () => String(Date.now());
    const messages = Array.from({ length: size }, (_, index) => ({ key: `k-${index % 7}`, value: value() }));
    await producer.send({ topic, messages });
    sent += size;
    await each?.(sent);
    const ahead = (sent / rate) * 1_000 - (performance.now() - from);
    if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
  }
  await producer.disconnect();
  return sent;
}

export type Load = { rate: number; seconds: number; each?: (sent: number) => Promise<void> };

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
type Seen = { gaps: number[]; long: number; inputs: number[] };

export type Streamed = {
  lateShare: number;
  frames: number;
  longTasks: number;
  worstInput: number;
  heapGrowth: number;
  /** Milliseconds of the main thread a record. */
  workMs: number;
};

/** The open panel under `load`, a key pressed every second; `consumer`: a member of a group reads along. */
export async function streamIntoPanel(
  browser: Browser,
  product: Measured,
  load: Load,
  { cpu = 4, consumer = false } = {},
): Promise<Streamed> {
  const { page, session, close } = await openSlowPage(browser, { cpu });
  await page.goto(product.url + lesson);
  await page.getByRole('button', { name: /^Publier/ }).click();
  await page.getByText(/confirmé/).waitFor();
  if (consumer) {
    await page.getByRole('button', { name: '+ Consommateur' }).click();
    await page.locator('[data-phase=Stable]').waitFor();
  }
  // Focused once: looking for a field among all by its role is work in the page as well.
  await page.getByRole('textbox', { name: 'clé', exact: true }).focus();
  const heap = await heapBytes(session);
  await page.evaluate(watchFrames);
  const work = await workSeconds(session);
  const everySecond = async (sent: number) => {
    if (sent % load.rate === 0) await page.keyboard.press('a');
  };
  const sent = await produce(product.kafka, { ...load, each: everySecond });
  const spent = (await workSeconds(session)) - work;
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  const heapGrowth = (await heapBytes(session)) - heap;
  await close();
  return {
    lateShare: seen.gaps.filter((gap) => gap > 33.4).length / seen.gaps.length,
    frames: seen.gaps.length,
    longTasks: seen.long,
    worstInput: Math.max(0, ...seen.inputs),
    heapGrowth,
    workMs: (spent * 1_000) / sent,
  };
}

/** Milliseconds of the main thread a record that the naive panel has drawn. */
export async function streamIntoNaive(browser: Browser, product: Measured, load: Load): Promise<number> {
  const bundle = await build({
    entryPoints: ['bench/support/naive-panel.ts'],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const { page, session, close } = await openSlowPage(browser, { cpu: 1 });
  // In a page that the product has served: from one made up here, Chromium opens no socket to this machine.
  await page.goto(`${product.url}/healthz`);
  await page.evaluate(() => {
    document.body.innerHTML = '<div id="root"></div>';
  });
  await page.evaluate(bundle.outputFiles[0]?.text ?? '');
  await page.locator('#total[data-live]').waitFor();
  const work = await workSeconds(session);
  await produce(product.kafka, load);
  const records = await drawn(page);
  const spent = (await workSeconds(session)) - work;
  await close();
  return (spent * 1_000) / records;
}

/** How many it has drawn once no more come: what it was too slow for, the server has left out. */
async function drawn(page: Page): Promise<number> {
  const count = () => page.evaluate(() => (globalThis as unknown as { drawn: number }).drawn);
  const settled = { timeout: 120_000, intervals: [3_000] };
  let last = -1;
  await expect
    .poll(async () => {
      const before = last;
      last = await count();
      return last > 0 && last === before;
    }, settled)
    .toBe(true);
  return last;
}
