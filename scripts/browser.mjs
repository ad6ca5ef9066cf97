// Finds the browser that end-to-end tests and diagrams use, or installs one, saying so.
import { existsSync } from 'node:fs';
import { onPath, root, run, say } from './lib.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : null;
}

/** Path of a Chromium, or null with `reason`. CHROMIUM_PATH wins and is never silently replaced. */
export async function findBrowser({ install = true } = {}) {
  const asked = process.env.CHROMIUM_PATH;
  if (asked)
    return existsSync(asked)
      ? { path: asked }
      : { path: null, reason: `CHROMIUM_PATH=${asked} : ce fichier n’existe pas.` };
  const found = (await playwrightsOwn()) ?? onPath(names) ?? usualPlaces.find((path) => existsSync(path)) ?? null;
  if (found || !install) return { path: found, reason: 'Aucun Chromium trouvé.' };
  if (process.platform === 'linux' && process.getuid?.() === 0 && onPath(['apt-get'])) {
    say('installation de Chromium pour les tests (apt-get install chromium)…');
    await run('apt-get', ['update', '-qq']);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
    const installed = onPath(names);
    if (installed) return { path: installed };
  }
  say('téléchargement de Chromium pour les tests (playwright install)…');
  const env = { ...process.env };
  delete env.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD;
  await run(process.execPath, [`${root}/node_modules/@playwright/test/cli.js`, 'install', 'chromium'], {
    env,
    timeout: 300_000,
  });
  const downloaded = await playwrightsOwn();
  return {
    path: downloaded,
    reason: 'Aucun Chromium, et l’installation a échoué. Installez Chromium ou Chrome, ou donnez CHROMIUM_PATH.',
  };
}
