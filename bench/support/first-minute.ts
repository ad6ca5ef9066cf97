// The first minute of a class (P10): pages that listen while a demo produces, then the same while everybody opens the lesson.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Heard } from './listeners.ts';
import { type Measured, metric, percentile } from './product.ts';
import { lesson } from './slow-page.ts';
import { produce } from './stream.ts';

const seconds = 10;

export type Minute = {
  heard: Heard;
  /** Seconds of CPU of the whole server, out of ten. */
  cpu: number;
  /** Event-loop delay, seconds. */
  delay: number;
  rss: number;
  /** Milliseconds of each page load. */
  loads: { files: number; p50: number; p99: number } | null;
};

/** What a browser fetches for the lesson: the page and all that its HTML names. */
async function filesOf(product: Measured): Promise<string[]> {
  const html = await (await fetch(product.url + lesson)).text();
  const named = [...html.matchAll(/(?:src|href)="(\/_next\/[^"]+)"/g)].map(([, path]) => path ?? '');
  return [lesson, ...new Set(named)];
}

async function loadPages(product: Measured, count: number): Promise<Minute['loads']> {
  const paths = await filesOf(product);
  const times: number[] = [];
  const load = async (index: number) => {
    await new Promise((resolve) => setTimeout(resolve, index * ((seconds * 1_000) / count)));
    const start = performance.now();
    await Promise.all(paths.map(async (path) => (await fetch(product.url + path)).arrayBuffer()));
    times.push(performance.now() - start);
  };
  await Promise.all(Array.from({ length: count }, (_, index) => load(index)));
  return { files: paths.length, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

async function ask(child: ChildProcess): Promise<Heard> {
  child.send('heard');
  const [heard] = (await once(child, 'message')) as [Heard];
  return heard;
}

/** `loads`: how many page loads, spread over the ten seconds. */
async function measure(product: Measured, child: ChildProcess, loads: number): Promise<Minute> {
  await ask(child);
  await metric(product.url, 'nodejs_eventloop_lag_p99_seconds');
  const before = await metric(product.url, 'process_cpu_seconds_total');
  const [loaded] = await Promise.all([
    loads > 0 ? loadPages(product, loads) : null,
    produce(product.kafka, { rate: 200, seconds }),
  ]);
  const delay = await metric(product.url, 'nodejs_eventloop_lag_p99_seconds');
  const cpu = (await metric(product.url, 'process_cpu_seconds_total')) - before;
  const rss = await metric(product.url, 'process_resident_memory_bytes');
  return { heard: await ask(child), cpu, delay, rss, loads: loaded };
}

export async function firstMinute(product: Measured, pages = 300): Promise<{ idle: Minute; loading: Minute }> {
  const child = fork(new URL('./listeners.ts', import.meta.url), [product.url, String(pages)]);
  try {
    await once(child, 'message');
    await measure(product, child, 0);
    const idle = await measure(product, child, 0);
    return { idle, loading: await measure(product, child, pages) };
  } finally {
    child.send('close');
    await once(child, 'exit');
  }
}
