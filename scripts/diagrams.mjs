// Draws every ```mermaid fence of the lessons with the real Mermaid, in Chromium, once per theme, into
// lessons/NN-module/diagrams/<hash>.<theme>.svg. For whoever writes lessons: readers, builds and tests only read the result.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser } from './browser.mjs';
import { flatten } from './mdx/diagram-flatten.mjs';
import { describeDiagram, fencesOf, installedMermaid, mermaidVersion } from './mdx/diagram-source.mjs';

const lessons = join(import.meta.dirname, '..', 'lessons');
const require = createRequire(import.meta.url);

/** The tokens of app/globals.css, as Mermaid's base theme wants them. */
const palettes = {
  light: { paper: '#ffffff', sunk: '#f3f0ea', line: '#8b8984', ink: '#191b26', accent: '#2b46d6', soft: '#e8ebfc' },
  dark: { paper: '#1b1d27', sunk: '#20232e', line: '#737989', ink: '#f2f2f6', accent: '#96a5ff', soft: '#252b4d' },
};

const configOf = (id, theme) => {
  const { paper, sunk, line, ink, accent, soft } = palettes[theme];
  return {
    startOnLoad: false,
    securityLevel: 'strict',
    deterministicIds: true,
    deterministicIDSeed: id,
    theme: 'base',
    fontFamily: 'Atkinson',
    htmlLabels: false,
    flowchart: { htmlLabels: false, padding: 12 },
    themeVariables: {
      fontFamily: 'Atkinson',
      fontSize: '15px',
      background: paper,
      primaryColor: soft,
      primaryBorderColor: accent,
      primaryTextColor: ink,
      secondaryColor: sunk,
      tertiaryColor: sunk,
      clusterBkg: sunk,
      clusterBorder: line,
      lineColor: line,
      edgeLabelBackground: paper,
      textColor: ink,
      titleColor: ink,
      noteBkgColor: sunk,
      noteTextColor: ink,
      noteBorderColor: line,
    },
  };
};

function pages() {
  return readdirSync(lessons, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(join(lessons, name))
        .filter((file) => file.endsWith('.mdx'))
        .map((file) => join(lessons, name, file)),
    );
}

async function openMermaid(browser) {
  const font = readFileSync(
    require.resolve(
      '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
    ),
  ).toString('base64');
  const page = await browser.newPage();
  await page.setContent(
    `<style>@font-face{font-family:Atkinson;font-weight:200 800;src:url(data:font/woff2;base64,${font})}</style><body></body>`,
  );
  await page.addScriptTag({ path: join(dirname(require.resolve('mermaid/package.json')), 'dist', 'mermaid.min.js') });
  await page.evaluate(() =>
    Promise.all(['400', '700'].map((weight) => document.fonts.load(`${weight} 15px Atkinson`))),
  );
  return page;
}

async function draw(page, id, theme, source) {
  const { svg } = await page.evaluate(
    ([name, text, config]) => {
      globalThis.mermaid.initialize(config);
      return globalThis.mermaid.render(name, text);
    },
    [`d${id}${theme[0]}`, source, configOf(id, theme)],
  );
  return page.evaluate(flatten, svg);
}

if (installedMermaid() !== mermaidVersion) {
  console.error(
    `Mermaid ${installedMermaid()} est installé, les dessins demandent ${mermaidVersion} (scripts/mdx/diagram-source.mjs).`,
  );
  process.exit(1);
}
const found = await findBrowser();
if (!found.path) {
  console.error(found.reason);
  process.exit(1);
}
const browser = await chromium.launch({ executablePath: found.path });
try {
  const page = await openMermaid(browser);
  const kept = new Map();
  for (const file of pages()) {
    const folder = join(dirname(file), 'diagrams');
    const names = kept.get(folder) ?? new Set();
    kept.set(folder, names);
    for (const source of fencesOf(readFileSync(file, 'utf8'))) {
      const { id, title } = describeDiagram(source, file);
      mkdirSync(folder, { recursive: true });
      for (const theme of Object.keys(palettes)) {
        const name = `${id}.${theme}.svg`;
        names.add(name);
        writeFileSync(join(folder, name), `${await draw(page, id, theme, source)}\n`);
      }
      console.log(`dessiné : ${title} (${id})`);
    }
  }
  for (const [folder, names] of kept) {
    let present = [];
    try {
      present = readdirSync(folder);
    } catch {
      // A module without any diagram has no folder.
    }
    for (const name of present) if (!names.has(name)) rmSync(join(folder, name));
  }
} finally {
  await browser.close();
}
