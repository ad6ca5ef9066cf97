// Records into an open page at a steady rate, and what the page spent on them.
import type { Browser, Page } from '@playwright/test';
import { build } from 'esbuild';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { Measured } from './product.ts';
import { heapBytes, lesson, openSlowPage, scriptSeconds } from './slow-page.ts';

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
  /** Milliseconds of script a record. */
  scriptMs: number;
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
  const script = await scriptSeconds(session);
  const everySecond = async (sent: number) => {
    if (sent % load.rate === 0) await page.keyboard.press('a');
  };
  const sent = await produce(product.kafka, { ...load, each: everySecond });
  const spent = (await scriptSeconds(session)) - script;
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  const heapGrowth = (await heapBytes(session)) - heap;
  await close();
  return {
    lateShare: seen.gaps.filter((gap) => gap > 33.4).length / seen.gaps.length,
    frames: seen.gaps.length,
    longTasks: seen.long,
    worstInput: Math.max(0, ...seen.inputs),
    heapGrowth,
    scriptMs: (spent * 1_000) / sent,
  };
}

/** Milliseconds of script a record in the naive panel, once it has drawn them all. */
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
  const body = `<!doctype html><title>naif</title><div id="root"></div><script>${bundle.outputFiles[0]?.text.replaceAll('</script', '<\\/script')}</script>`;
  await page.route('**/naif', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(`${product.url}/naif`);
  await page.locator('#total').waitFor();
  await page.waitForLoadState('networkidle');
  const script = await scriptSeconds(session);
  const sent = await produce(product.kafka, load);
  await drawn(page, sent);
  const spent = (await scriptSeconds(session)) - script;
  await close();
  return (spent * 1_000) / sent;
}

async function drawn(page: Page, records: number): Promise<void> {
  await page.waitForFunction((all) => (globalThis as unknown as { drawn: number }).drawn >= all, records, {
    timeout: 120_000,
    polling: 200,
  });
}
