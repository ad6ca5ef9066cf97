// `npm test`: everything, in one command, on a fresh clone: install, lint, types, import rules, dead code, unit and
// integration, build, weight of pages, end-to-end in a real browser. The last line is the count.
//   npm test -- --unit   stops before the build
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { installBrokers } from './brokers.mjs';
import { findClients } from './clients.mjs';
import { runEndToEnd } from './end-to-end.mjs';
import { bin, childEnv, ensureBuilt, ensureInstalled, requireNode, root, run, say } from './lib.mjs';

requireNode();
process.chdir(root);
const unitOnly = process.argv.includes('--unit');
const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, said again just before the count: a log is read from its end. */
const failures = [];
const started = Date.now();

async function step(name, command, args, options) {
  const from = Date.now();
  say(`${name}…`);
  const code = await run(command, args, options);
  say(`${name} : ${code === 0 ? 'réussi' : 'ÉCHEC'} (${Math.round((Date.now() - from) / 1000)} s)`);
  return code;
}

async function check(name, command, args) {
  const code = await step(name, command, args);
  total[code === 0 ? 'passed' : 'failed'] += 1;
  if (code !== 0) failures.push(name);
}

function add(counts, code) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  if (code !== 0 && counts.failed === 0) total.failed += 1;
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}

function failedUnits({ testResults = [] }) {
  const names = [];
  for (const file of testResults) {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    const where = relative(root, file.name);
    if (file.status === 'failed' && failed.length === 0) names.push(`${where} : ${firstLine(file.message)}`);
    for (const test of failed) names.push(`${where} › ${test.fullName} : ${firstLine(test.failureMessages[0])}`);
  }
  return names;
}

const firstLine = (text) => (text ?? '').split('\n')[0];

function end() {
  for (const failure of failures) say(`ÉCHEC : ${failure}`);
  const minutes = ((Date.now() - started) / 60_000).toFixed(1);
  say(`durée : ${minutes} min`);
  console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
  process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
}

await ensureInstalled();
const clients = await findClients();
for (const [name, path] of Object.entries(clients)) {
  if (!path) say(`ATTENTION : client ${name} introuvable, ses tests seront ignorés (installez kcat et python3-kafka).`);
}
for (const name of await installBrokers()) {
  say(`ATTENTION : paquet ${name} introuvable, ses tests seront ignorés (apt-get install ${name}).`);
}
const env = { ...childEnv, RELAIS_KCAT: clients.kcat ?? '', RELAIS_PYTHON: clients.python ?? '' };
const reports = join(root, 'test-results');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

await check('format et lint', bin('biome'), ['check', '--error-on-warnings', '.']);
await check('types', process.execPath, ['scripts/typecheck.mjs']);
await check('directions des imports', process.execPath, ['scripts/check-imports.mjs']);
await check('code mort', bin('knip'), ['--treat-config-hints-as-errors']);

const unitReport = join(reports, 'unit.json');
const unit = await step(
  'tests unitaires et d’intégration',
  bin('vitest'),
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
  { env },
);
const unitResults = readJson(unitReport);
const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = unitResults;
failures.push(...failedUnits(unitResults));
add({ passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }, unit);
if (unitOnly) end();

await ensureBuilt();
await check('poids des pages', process.execPath, ['scripts/check-weight.mjs']);

const from = Date.now();
say('tests de bout en bout…');
const e2e = await runEndToEnd({ env });
say(`tests de bout en bout : ${e2e.failed === 0 ? 'réussi' : 'ÉCHEC'} (${Math.round((Date.now() - from) / 1000)} s)`);
failures.push(...e2e.failures);
add(e2e, 0);
end();
