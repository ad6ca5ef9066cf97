// Three hundred texts made to run, through everything that a stranger may fill in: none runs, each is shown as the text it is, and
// the policy of the pages has nothing to report.
import type { BrowserContext, Page } from '@playwright/test';
import { Kafka, logLevel } from 'kafkajs';
import { WebSocket } from 'ws';
import { expect, openPanel, test } from './support/page.ts';
import { enter, privates, roomLog, say, texts } from './support/salon.ts';

const calls = ['hit()', 'alert(1)', 'top.hit()', 'window[`hit`]()', 'fetch(`/moi`)', 'document.title=`hit`'];
const shapes: ((js: string) => string)[] = [
  (js) => `<script>${js}</script>`,
  (js) => `<img src=x onerror="${js}">`,
  (js) => `<svg onload=${js}>`,
  (js) => `<svg><script>${js}</script></svg>`,
  (js) => `<iframe srcdoc="<script>parent.${js}</script>"></iframe>`,
  (js) => `<a href="javascript:${js}" autofocus onfocus=${js}>x</a>`,
  (js) => `javascript:${js}`,
  (js) => `"><img src=x onerror=${js}>`,
  (js) => `' autofocus onfocus='${js}`,
  (js) => `</textarea><script>${js}</script>`,
  (js) => `</script><script>${js}</script>`,
  (js) => `<style>@import "data:,x"</style><input onfocus=${js} autofocus>`,
  (js) => `<math><mtext><img src onerror=${js}></mtext></math>`,
  (js) => `<object data="javascript:${js}"></object>`,
  (js) => `<form action="javascript:${js}"><button autofocus>x</button></form>`,
];
const dresses: ((text: string) => string)[] = [
  (text) => text,
  (text) => `**gras** ${text}`,
  (text) => text.replaceAll('<', '\u200b<'),
  (text) => `[x](${text})`,
];
/** 6 × 15 × 4 = 360, the first three hundred. */
const payloads = dresses
  .flatMap((dress) => shapes.flatMap((shape) => calls.map((js) => dress(shape(js)))))
  .slice(0, 300)
  .map((text, index) => `${index} ${text}`);

type Watched = { hits: string[] };

/** From before the first script of each page of this context. */
async function watch(context: BrowserContext): Promise<Watched> {
  const watched: Watched = { hits: [] };
  await context.exposeFunction('hit', () => watched.hits.push('hit'));
  await context.exposeFunction('reported', (what: string) => watched.hits.push(what));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      (window as unknown as { reported(what: string): void }).reported(`${violatedDirective} ${blockedURI}`);
    });
  });
  return watched;
}

/** Nothing in this page came out of a text. */
async function expectHarmless(page: Page, { hits }: Watched, title: string): Promise<void> {
  const made = page
    .locator('main')
    .locator('script, iframe, object, [onerror], [onload], [onfocus], a[href^="javascript:"]');
  await expect(made).toHaveCount(0);
  expect(await page.title()).toBe(title);
  expect(hits).toEqual([]);
}

test('texts made to run are shown as texts: messages, private ones, names and rooms that are refused', async ({
  browser,
  product,
}) => {
  const { page, context } = await enter(browser, product, 'Ada');
  const watched = await watch(context);
  page.on('dialog', (dialog) => {
    watched.hits.push(dialog.message());
    void dialog.dismiss();
  });
  await page.reload();
  await expect(roomLog(page)).toBeVisible();
  const title = await page.title();
  const program = new WebSocket(`${product.url.replace('http', 'ws')}/chat`);
  await new Promise((resolve) => program.once('open', resolve));
  const tell = (message: object): void => program.send(JSON.stringify({ sender: 'robot', ...message }));
  // A page keeps two hundred lines: in three thirds, each seen whole.
  for (let from = 0; from < payloads.length; from += 100) {
    const third = payloads.slice(from, from + 100);
    for (const content of third) tell({ type: 'publish', room: 'general', content });
    await expect.poll(async () => (await texts(roomLog(page))).slice(-100), { timeout: 60_000 }).toEqual(third);
    await expectHarmless(page, watched, title);
  }
  await expect(privates(page)).toBeVisible();
  for (const content of payloads.slice(0, 40)) tell({ type: 'publish', room: '@Ada', content });
  await expect(privates(page)).toContainText(payloads[39] ?? '', { timeout: 60_000 });

  // What the server and the page refuse, they say again: in an error, to whoever typed it.
  for (const payload of payloads.slice(0, 12)) {
    await page.getByRole('textbox', { name: 'Salle à rejoindre' }).fill(payload);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'salle' }).first()).toBeVisible();
    await say(page, `@${payload}`);
  }
  await page.getByRole('button', { name: 'Ada', exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Votre pseudonyme' });
  for (const payload of payloads.slice(0, 12)) {
    await field.fill(payload.slice(0, 60));
    await page.keyboard.press('Enter');
    await expect(page.getByText(/Un pseudonyme (s’écrit|a \d+ caractères)/).first()).toBeVisible();
  }
  await expectHarmless(page, watched, title);
  program.terminate();
});

test('keys, values, headers, client ids and groups that are made to run are shown as texts', async ({
  page,
  product,
}) => {
  const watched = await watch(page.context());
  page.on('dialog', (dialog) => {
    watched.hits.push(dialog.message());
    void dialog.dismiss();
  });
  await openPanel(page, product);
  const title = await page.title();
  const hostile = payloads[8] ?? '';
  const kafka = new Kafka({ brokers: [product.kafka], clientId: hostile, logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  const messages = payloads.map((value, index) => {
    const [key = '', name = ''] = [payloads[(index + 7) % 300], payloads[(index + 11) % 300]];
    return { key, value, headers: { [name]: value } };
  });
  await producer.send({ topic: 'demo-topic', messages });
  const consumer = kafka.consumer({ groupId: payloads[1] ?? '' });
  await consumer.connect();
  await consumer.subscribe({ topic: 'demo-topic' });
  await consumer.run({ eachMessage: async () => {} });
  await expect(page.locator('main')).toContainText('300 messages', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Voir en tableau' }).click();
  await expect(page.locator('main')).toContainText(payloads[299]?.slice(0, 12) ?? '', { timeout: 60_000 });
  await expect(page.getByText(payloads[1] ?? '').first()).toBeVisible({ timeout: 60_000 });
  await expectHarmless(page, watched, title);
  await consumer.disconnect();
  await producer.disconnect();
});
