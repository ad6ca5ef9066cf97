// `npm run bench -- <name> [options]`: one measurement of bench/ or bench/reliability/, in its own process.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, fail, requireNode, root, run } from './lib.mjs';

const folders = [join(root, 'bench'), join(root, 'bench', 'reliability')];
const nameOf = (file) => (file.endsWith('.ts') && !file.endsWith('.test.ts') ? [file.slice(0, -3)] : []);
const names = folders.flatMap((folder) => readdirSync(folder).flatMap(nameOf)).sort();

requireNode();
const [name, ...options] = process.argv.slice(2);
const file =
  names.includes(name) && folders.map((folder) => join(folder, `${name}.ts`)).find((path) => existsSync(path));
if (!file) fail(`Quelle mesure ? npm run bench -- <nom>, parmi : ${names.join(', ')}.`);
await ensureInstalled();
process.exit(await run(process.execPath, ['--import', 'tsx', file, ...options]));
