// Weight of each prerendered page: gzip bytes of the scripts its HTML names (before any panel), of the panel and what it
// pulls in when seen, and of Mermaid (none may be shipped). Prints a line per page; fails past the budget.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fail, root } from './lib.mjs';

/** kB of 1,000 bytes, gzip level 9: what a lesson may ship before its panel, and the panel itself. */
const budget = { page: 165_000, panel: 80_000 };
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

/** Scripts named in a page: every `/_next/static/….js` that a browser with modules fetches at once. */
function scriptsOf(html) {
  const tags = html.match(/<script[^>]*>/g) ?? [];
  const named = tags
    .filter((tag) => !/\bnoModule\b/i.test(tag))
    .map((tag) => tag.match(/src="\/_next\/static\/([^"?]+\.js)/)?.[1]);
  return new Set(named.filter(Boolean).map((name) => join(chunks, decodeURIComponent(name))));
}

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const all = [...files(chunks, '.js')];
const isMermaid = (path) =>
  /mermaid(API|Render|-parser)|flowchart-elk|sequenceDiagram/.test(readFileSync(path, 'utf8'));
const mermaid = all.filter(isMermaid);
let failures = mermaid.length;
for (const path of mermaid) console.error(`Mermaid dans ${relative(root, path)} : 0 octet permis`);

const htmlPages = [...files(pages, '.html')];
const initial = new Set(htmlPages.flatMap((page) => [...scriptsOf(readFileSync(page, 'utf8'))]));
/** What only comes when a panel is seen: every chunk that no page names. An upper bound, shared by all panels. */
const legacy = (path) => readFileSync(path, 'utf8').includes('polyfills') && !initial.has(path);
const lazy = all.filter(
  (path) => !initial.has(path) && !legacy(path) && !/_buildManifest|_ssgManifest|polyfill/.test(path),
);
for (const page of htmlPages.sort()) {
  const weight = sum(scriptsOf(readFileSync(page, 'utf8')));
  const verdict = weight <= budget.page ? 'bien' : 'TROP';
  if (weight > budget.page) failures += 1;
  console.log(`${verdict} · ${kb(weight)} / ${kb(budget.page)} · /${relative(pages, page).replace(/\.html$/, '')}`);
}
const panel = sum(lazy);
if (panel > budget.panel) failures += 1;
console.log(
  `${panel <= budget.panel ? 'bien' : 'TROP'} · ${kb(panel)} / ${kb(budget.panel)} · panneaux, chargés quand ils sont vus`,
);
if (htmlPages.length === 0) fail('Aucune page pesée.');
process.exit(failures === 0 ? 0 : 1);
