// Weight of each prerendered page: gzip bytes of the scripts its HTML names (before any panel), of what comes when its lazy
// parts are seen, and of Mermaid (none may be shipped). Prints a line per page; fails past the budget.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fail, root } from './lib.mjs';

/**
 * Bytes, gzip level 9: what a page may ship before its panel, and the panel itself. The home page tells at once what the broker
 * sees: the code of that card comes with it.
 */
const budget = { page: 165_000, home: 170_000, panel: 80_000 };
const pages = join(root, '.next', 'server', 'app');
const chunks = join(root, '.next', 'static');
if (!existsSync(pages)) fail('Rien à peser : construisez d’abord (npm run build).');

function* files(directory, suffix) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* files(path, suffix);
    else if (entry.name.endsWith(suffix)) yield path;
  }
}

const weights = new Map();
function weigh(path) {
  if (!weights.has(path)) weights.set(path, gzipSync(readFileSync(path), { level: 9 }).length);
  return weights.get(path);
}
const sum = (paths) => [...paths].reduce((total, path) => total + weigh(path), 0);

/** Scripts named in a page: every `/_next/static/….js` that a browser with modules fetches at once, preloads included. */
function scriptsOf(html) {
  const tags = html.match(/<(script|link)[^>]*>/g) ?? [];
  const named = tags
    .filter((tag) => !/\bnoModule\b/i.test(tag))
    .map((tag) => tag.match(/(?:src|href)="\/_next\/static\/([^"?]+\.js)/)?.[1]);
  return new Set(named.filter(Boolean).map((name) => join(chunks, decodeURIComponent(name))));
}

const word = (weight, most) => (weight <= most ? 'bien' : 'TROP');
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const all = [...files(chunks, '.js')];
const isMermaid = (path) =>
  /mermaid(API|Render|-parser)|flowchart-elk|sequenceDiagram/.test(readFileSync(path, 'utf8'));
const mermaid = all.filter(isMermaid);
let failures = mermaid.length;
for (const path of mermaid) console.error(`Mermaid dans ${relative(root, path)} : 0 octet permis`);

const htmlPages = [...files(pages, '.html')].sort();
for (const page of htmlPages) {
  const weight = sum(scriptsOf(readFileSync(page, 'utf8')));
  const most = relative(pages, page) === 'index.html' ? budget.home : budget.page;
  if (weight > most) failures += 1;
  console.log(`${word(weight, most)} · ${kb(weight)} / ${kb(most)} · /${relative(pages, page).replace(/\.html$/, '')}`);
}

/**
 * A panel and what it brings when it is seen: the heaviest lazy entry that Next lists for the route, and the socket, which
 * every live part shares.
 */
const socket = all.filter((path) => readFileSync(path, 'utf8').includes('engine.io'));
const loadable = 'react-loadable-manifest.json';
for (const manifest of [...files(pages, loadable)].sort()) {
  const route = relative(pages, manifest).replace(new RegExp(`/page/${loadable}$`), '');
  const pattern = new RegExp(`^${route.replace(/\[[^\]]+\]/g, '[^/]+')}\\.html$`);
  const named = htmlPages.filter((page) => pattern.test(relative(pages, page)));
  const first = new Set(named.flatMap((page) => [...scriptsOf(readFileSync(page, 'utf8'))]));
  const entries = Object.values(JSON.parse(readFileSync(manifest, 'utf8')));
  const weightOf = (entry) => {
    const scripts = entry.files.filter((file) => file.endsWith('.js')).map((file) => join(root, '.next', file));
    return sum([...new Set([...scripts, ...socket])].filter((path) => !first.has(path)));
  };
  const weight = Math.max(0, ...entries.map(weightOf));
  if (weight === 0 || first.size === 0) continue;
  if (weight > budget.panel) failures += 1;
  console.log(
    `${word(weight, budget.panel)} · ${kb(weight)} / ${kb(budget.panel)} · /${route}, le panneau et ce qu’il amène`,
  );
}
if (htmlPages.length === 0) fail('Aucune page pesée.');
process.exit(failures === 0 ? 0 : 1);
