// Shared by start, dev, build and test. Node built-ins only: it runs before any dependency is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

export const root = dirname(import.meta.dirname);

/** Environment for every child: no telemetry, and Node's own tools only. */
export const childEnv = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' };

export const say = (line) => console.log(`relais · ${line}`);

/** Prints one sentence for a person and ends; never a stack trace for a user's mistake. */
export function fail(sentence) {
  console.error(`relais · ${sentence}`);
  process.exit(1);
}

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 20)) return;
  fail(
    `Node ${process.versions.node} est trop ancien : il faut Node 20.20 ou plus récent. Installez-le depuis nodejs.org, puis relancez.`,
  );
}

function* walk(directory) {
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}

/** SHA-256 over names and contents; contents, not dates: a clone scrambles dates. */
export function hashOf(paths) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
  for (const path of paths) {
    const full = join(root, path);
    if (!existsSync(full)) continue;
    for (const file of statSync(full).isDirectory() ? walk(full) : [full]) {
      hash.update(relative(root, file).split(sep).join('/')).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

const readStamp = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
function writeStamp(path, value) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, value);
}

/** Runs a command with its output shown; resolves to its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: childEnv, ...options });
    child.on('error', () => resolve(127));
    child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}

/** Quiet run: resolves to {code, output}. */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: childEnv, ...options });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: String(error) }));
    child.on('exit', (code, signal) => resolve({ code: signal ? 1 : (code ?? 1), output }));
  });
}

/** The npm that belongs to this Node, without a shell in between. */
export function npm(args, options) {
  const windows = process.platform === 'win32';
  return run(windows ? 'npm.cmd' : 'npm', args, { shell: windows, ...options });
}

export const bin = (name) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);

/** `npm ci` when the lockfile or Node changed since the last one; instant otherwise. */
export async function ensureInstalled() {
  if (process.env.SKIP_INSTALL === '1') return;
  const stamp = join(root, 'node_modules', '.relais-install');
  const wanted = hashOf(['package-lock.json', 'package.json']);
  if (readStamp(stamp) === wanted) return;
  say('installation des bibliothèques (npm ci), une minute environ la première fois…');
  const code = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) fail('L’installation a échoué. Vérifiez la connexion à internet, puis relancez la même commande.');
  writeStamp(stamp, wanted);
}

export const buildInputs = [
  'app',
  'cli',
  'components',
  'contract',
  'labs',
  'lessons',
  'server',
  'scripts',
  'package-lock.json',
  'package.json',
  'next.config.mjs',
  'postcss.config.mjs',
  'mdx-components.tsx',
  'tsconfig.json',
  'tsconfig.base.json',
];

const buildStamp = join(root, '.next', 'relais-build');

/** Builds pages and server when a source changed since the last successful build. */
export async function ensureBuilt({ force = false } = {}) {
  if (process.env.SKIP_BUILD === '1' && existsSync(join(root, '.server', 'main.mjs'))) return;
  const wanted = hashOf(buildInputs);
  if (!force && readStamp(buildStamp) === wanted && existsSync(join(root, '.server', 'main.mjs'))) return;
  say('construction des pages et du serveur, une demi-minute environ…');
  const [server, pages] = [await buildServer(), await buildPages()];
  if (server !== 0 || pages !== 0) fail('La construction a échoué : lisez les lignes ci-dessus.');
  writeStamp(buildStamp, wanted);
}

/** One ESM file for the server, one for each kind of worker thread and of child process, one for the broker alone, one for the terminal chat. */
async function buildServer() {
  const entries = {
    main: './server/main.ts',
    'broker-worker': './server/broker/worker.ts',
    'broker-standalone': './server/broker/standalone.ts',
    'travail-demo': './server/labs/travail/demo-thread.ts',
    'travail-report': './server/labs/travail/report-thread.ts',
    'serveurs-server': './server/labs/serveurs/server-process.ts',
    'chat-client': './cli/main.ts',
  };
  const { build } = await import('esbuild');
  try {
    await build({
      absWorkingDir: root,
      entryPoints: Object.entries(entries).map(([out, path]) => ({ in: path, out })),
      outdir: '.server',
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      sourcemap: 'linked',
      logLevel: 'warning',
    });
    return 0;
  } catch {
    return 1;
  }
}

async function buildPages() {
  const { code, output } = await capture(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build']);
  if (code !== 0) console.error(output);
  return code;
}

/** First executable of the list found on PATH. */
export function onPath(names) {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  for (const name of names) {
    const found = spawnSync(finder, [name], { encoding: 'utf8' });
    const path = found.stdout?.split(/\r?\n/)[0]?.trim();
    if (found.status === 0 && path) return path;
  }
  return null;
}
