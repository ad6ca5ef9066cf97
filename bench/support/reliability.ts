/// <reference path="../../server/broker/testing/codec-modules.d.ts" />
// What the reliability commands share: options, progress on one line, and a summary in plain figures.
import { parseArgs } from 'node:util';

/** Whole numbers given as `--name value`, with defaults. */
export function numbers<T extends Record<string, number>>(defaults: T): T {
  const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ options });
  const result: Record<string, number> = { ...defaults };
  for (const [name, text] of Object.entries(values)) {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < 0)
      throw new Error(`--${name} takes a whole number, not ${String(text)}`);
    result[name] = value;
  }
  return result as T;
}

/** Calls `step` for each number below `count`; says every few seconds how far it is. */
export async function each(what: string, count: number, step: (at: number) => Promise<void>): Promise<void> {
  let told = performance.now();
  for (let at = 0; at < count; at++) {
    await step(at);
    if (performance.now() - told < 10_000) continue;
    told = performance.now();
    console.log(`  ${what}: ${at + 1} of ${count}`);
  }
}

export async function timed(what: string, run: () => Promise<string>): Promise<void> {
  const from = performance.now();
  const result = await run();
  console.log(`${what}: ${result} (${((performance.now() - from) / 1000).toFixed(1)} s)`);
}
