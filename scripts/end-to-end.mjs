// One run of the journeys in a real browser, counted: for `npm test` and for `npm run test:kafka -- --e2e`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { bin, fail, root, run } from './lib.mjs';

const report = join(root, 'test-results', 'e2e.json');

function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return {};
  }
}

function* failedSpecs(suites = []) {
  for (const { file, specs = [], suites: inner } of suites) {
    for (const { title, ok } of specs) if (!ok) yield `${file} › ${title}`;
    yield* failedSpecs(inner);
  }
}

/** `files`: patterns of e2e files, all of them when empty. Resolves to {passed, failed, skipped, failures}, the last one their names. */
export async function runEndToEnd({ files = [], env }) {
  const browser = await findBrowser();
  if (!browser.path) fail(browser.reason);
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const code = await run(bin('playwright'), ['test', '--reporter=list,json', ...files], {
    env: { ...env, CHROMIUM_PATH: browser.path, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  const { stats = {}, suites } = readReport();
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  // A run that ended badly without a failed journey (nothing found, a crash) has failed all the same.
  const failed = code !== 0 && unexpected === 0 ? 1 : unexpected;
  return { passed: expected + flaky, failed, skipped, failures: [...failedSpecs(suites)] };
}
