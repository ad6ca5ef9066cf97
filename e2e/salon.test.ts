// The chat room between real pages and programs: presence, numbers, privacy, and a link that is lost and comes back.
import { WebSocket } from 'ws';
import { startProxy } from '../server/testing/proxy.ts';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/page.ts';
import { enter, joinRoom, member, numbers, privates, roomLog, say, showRoom, texts } from './support/salon.ts';

test('presence is seen on joining, resting, leaving, closing a tab and losing the network', async ({
  browser,
  product,
}) => {
  const ada = await enter(browser, product, 'Ada');
  const bob = await enter(browser, product, 'Bob');
  await expect(member(ada.page, 'Bob')).toHaveAttribute('data-etat', 'online');
  await expect(member(ada.page, 'Bob')).toHaveText('en ligne');

  await test.step('resting, by their own word, until they say something', async () => {
    await bob.page.getByRole('button', { name: 'Je m’absente' }).click();
    await expect(member(ada.page, 'Bob')).toHaveText('absent');
    await say(bob.page, 'me revoilà');
    await expect(member(ada.page, 'Bob')).toHaveText('en ligne');
  });

  await test.step('two tabs are one presence', async () => {
    const second = await bob.context.newPage();
    await second.goto(`${product.url}/labo/salon`);
    await expect(member(second, 'Bob')).toHaveText('en ligne');
    await expect(ada.page.locator('[data-membre="Bob"]')).toHaveCount(1);
    await second.close();
    await say(bob.page, 'toujours là');
    await expect(roomLog(ada.page)).toContainText('toujours là');
    await expect(member(ada.page, 'Bob')).toHaveText('en ligne');
  });

  await test.step('leaving the room is not being offline', async () => {
    await bob.page.getByRole('button', { name: 'Quitter general' }).click();
    await expect(roomLog(ada.page)).toContainText('Bob quitte la salle');
    await expect(ada.page.locator('[data-membre="Bob"]')).toHaveCount(0);
    await joinRoom(bob.page, 'general');
    await expect(member(ada.page, 'Bob')).toHaveText('en ligne');
  });

  await test.step('a closed tab: shown as coming back for a moment, then offline', async () => {
    await bob.page.close();
    await expect(member(ada.page, 'Bob')).toHaveText('connexion');
    await expect(member(ada.page, 'Bob')).toHaveText('hors ligne', { timeout: 15_000 });
    await expect(roomLog(ada.page)).toContainText('Bob n’est plus là');
  });
});

test('a private message is read by one person, and shown on no projector', async ({ browser, product }) => {
  const [ada, bob, zoe] = [
    await enter(browser, product, 'Ada'),
    await enter(browser, product, 'Bob'),
    await enter(browser, product, 'Zoé'),
  ];
  await ada.page.getByRole('button', { name: 'Écrire à Bob en privé' }).click();
  await ada.page.keyboard.type('le secret');
  await expect(ada.page.getByRole('button', { name: 'À Bob seulement' })).toBeVisible();
  await ada.page.keyboard.press('Enter');
  await expect(privates(bob.page)).toContainText('le secret');
  await expect(privates(ada.page)).toContainText('vous à Bob');
  await say(ada.page, 'pour tous');
  await expect(roomLog(zoe.page)).toContainText('pour tous');
  await expect(zoe.page.getByText('le secret')).toHaveCount(0);
  expect(await texts(roomLog(bob.page))).toEqual(['pour tous']);

  await bob.page.reload();
  await expect(privates(bob.page)).toContainText('le secret');
  await bob.page.goto(`${product.url}/labo/salon?projection`);
  await expect(roomLog(bob.page)).toContainText('pour tous');
  await expect(bob.page.getByText('le secret')).toHaveCount(0);
  await bob.page.keyboard.press('t');
  await expect(bob.page.getByRole('table', { name: 'Ce qui s’est dit dans general' })).toBeVisible();
  await expect(bob.page.getByText('le secret')).toHaveCount(0);
});

test('three messages in a burst have consecutive numbers, and what looks like a program stays text', async ({
  browser,
  product,
}) => {
  const ada = await enter(browser, product, 'Ada');
  const bob = await enter(browser, product, 'Bob');
  const asked: string[] = [];
  for (const { page } of [ada, bob]) page.on('dialog', (dialog) => void asked.push(dialog.message()));
  for (const n of [1, 2, 3]) await say(ada.page, `msg${n}`);
  await expect.poll(() => texts(roomLog(bob.page))).toEqual(['msg1', 'msg2', 'msg3']);
  expect(await numbers(roomLog(bob.page))).toEqual([1, 2, 3]);
  await expect(bob.page.locator('[data-nombre="attendu"]')).toHaveText('4');

  const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>';
  await say(ada.page, hostile);
  await expect.poll(async () => (await texts(roomLog(bob.page))).at(-1)).toBe(hostile);
  const program = new WebSocket(`${product.url.replace('http', 'ws')}/chat`);
  await new Promise((resolve) => program.once('open', resolve));
  const replies: string[] = [];
  program.on('message', (data) => void replies.push(data.toString()));
  program.send(JSON.stringify({ type: 'subscribe', room: 'general', userId: '<b>mallory</b>' }));
  await expect.poll(() => replies.join()).toContain('error');
  program.send(JSON.stringify({ type: 'subscribe', room: 'general', userId: 'robot.py' }));
  program.send(JSON.stringify({ type: 'publish', room: 'general', sender: 'robot.py', content: '<i>bip</i>' }));
  await expect(member(bob.page, 'robot.py')).toHaveText('en ligne');
  await expect.poll(async () => (await texts(roomLog(bob.page))).at(-1)).toBe('<i>bip</i>');
  expect(await roomLog(bob.page).locator('img, script, i').count()).toBe(0);
  expect(asked).toEqual([]);
  program.terminate();
});

test('two rooms are kept apart, and one page is in both', async ({ browser, product }) => {
  const ada = await enter(browser, product, 'Ada');
  const bob = await enter(browser, product, 'Bob');
  await joinRoom(bob.page, 'td-2');
  await say(bob.page, 'du td');
  await expect(roomLog(bob.page, 'td-2')).toContainText('du td');
  await say(ada.page, 'du général');
  await expect(bob.page.locator('[data-salle="general"]')).toContainText('1 non lus');
  await showRoom(bob.page, 'general');
  await expect.poll(() => texts(roomLog(bob.page))).toEqual(['du général']);
  expect(await texts(roomLog(ada.page))).toEqual(['du général']);
  await showRoom(bob.page, 'td-2');
  expect(await texts(roomLog(bob.page, 'td-2'))).toEqual(['du td']);
  expect(await numbers(roomLog(bob.page, 'td-2'))).toEqual([1]);
  // Whoever comes later finds the history.
  await joinRoom(ada.page, 'td-2');
  await expect.poll(() => texts(roomLog(ada.page, 'td-2'))).toEqual(['du td']);
  await ada.page.getByRole('textbox', { name: 'Salle à rejoindre' }).fill('@bob');
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('alert').filter({ hasText: 'Le nom d’une salle' })).toBeVisible();
});

test('a page without network is soon shown offline; back by itself, it has everything once', async ({
  browser,
  product,
}) => {
  const proxy = await startProxy(Number(new URL(product.url).port));
  try {
    const ada = await enter(browser, product, 'Ada');
    const bob = await enter(browser, { ...product, url: `http://localhost:${proxy.port}` }, 'Bob');
    await say(ada.page, 'avant');
    await expect(roomLog(bob.page)).toContainText('avant');
    await bob.context.setOffline(true);
    proxy.down();
    await expect(bob.page.getByText(/Lien perdu depuis/)).toBeVisible();
    await expect(member(bob.page, 'Bob')).toHaveText('connexion');
    await expect(member(ada.page, 'Bob')).toHaveText('connexion');
    await expect(member(ada.page, 'Bob')).toHaveText('hors ligne', { timeout: 15_000 });
    for (const n of [1, 2, 3]) await say(ada.page, `pendant ${n}`);
    await expect.poll(() => numbers(roomLog(ada.page))).toEqual([1, 2, 3, 4]);
    proxy.mend();
    await bob.context.setOffline(false);
    await expect(roomLog(bob.page)).toContainText('3 messages manqués, rattrapés', { timeout: 20_000 });
    await expect(member(ada.page, 'Bob')).toHaveText('en ligne');
    await say(ada.page, 'après');
    await expect.poll(() => numbers(roomLog(bob.page))).toEqual([1, 2, 3, 4, 5]);
    expect(await texts(roomLog(bob.page))).toEqual(['avant', 'pendant 1', 'pendant 2', 'pendant 3', 'après']);
  } finally {
    await proxy.close();
  }
});

test('a page that is loaded again is back in its rooms, and what is kept by the browser is checked', async ({
  browser,
  product,
}) => {
  const { page } = await enter(browser, product, 'Ada');
  await joinRoom(page, 'maths');
  await page.getByRole('button', { name: 'Quitter maths' }).click();
  await joinRoom(page, 'sport');
  await page.reload();
  const rooms = page.locator('[data-salle]');
  await expect(rooms).toHaveText(['general', 'sport']);
  await showRoom(page, 'sport');
  await expect(roomLog(page, 'sport')).toBeVisible();
  await page.evaluate(() => localStorage.setItem('relais.salles', '["@Bob", {"x": 1}, "sport", "sport"]'));
  await page.reload();
  await expect(rooms).toHaveText(['sport']);
  await page.evaluate(() => localStorage.setItem('relais.salles', '{{{'));
  await page.reload();
  await expect(rooms).toHaveText(['general']);
});

test('the teacher’s code, and nothing else, has the past of a room forgotten, and the room is told', async ({
  browser,
  product,
}) => {
  const ada = await enter(browser, product, 'Ada');
  const bob = await enter(browser, product, 'Bob');
  await say(bob.page, 'à oublier');
  await expect(roomLog(ada.page)).toContainText('à oublier');
  await ada.page.getByRole('button', { name: 'Effacer l’histoire…' }).click();
  const dialog = ada.page.getByRole('dialog', { name: 'Effacer l’histoire' });
  const code = dialog.getByLabel('Code de l’enseignant');
  const clear = dialog.getByRole('button', { name: 'Effacer l’histoire de general' });
  await expect(clear).toBeDisabled();
  await code.fill('pas le bon');
  await clear.click();
  await expect(dialog.getByRole('alert')).toHaveText('Ce code n’est pas celui de l’enseignant.');
  await expectAccessible(ada.page, 'dialog');
  await code.fill(/Code de l’enseignant[^:]*:\s*(\S+)/.exec(product.output())?.[1] ?? '');
  await clear.click();
  await expect(dialog).toBeHidden();
  await expect(roomLog(bob.page)).toContainText('L’enseignant a effacé l’historique de cette salle.');
  await bob.page.reload();
  await expect(roomLog(bob.page)).toContainText('L’enseignant a effacé l’historique de cette salle.');
  await expect(roomLog(bob.page)).not.toContainText('à oublier');
  await say(bob.page, 'après');
  await expect.poll(async () => (await numbers(roomLog(bob.page))).at(-1)).toBe(3);
});

test('a killed server is waited for: what was typed meanwhile leaves once, and nothing is doubled', async ({
  browser,
  product,
}) => {
  const ada = await enter(browser, product, 'Ada');
  const bob = await enter(browser, product, 'Bob');
  await say(ada.page, 'avant');
  await expect(roomLog(bob.page)).toContainText('avant');
  await product.kill();
  await expect(bob.page.getByRole('status').filter({ hasText: 'Lien perdu' })).toBeVisible();
  await expect(member(bob.page, 'Bob')).toHaveText('connexion');
  // Typed without a link: it waits, and leaves once.
  await say(bob.page, 'pendant');
  await expect(roomLog(bob.page)).toContainText('pas encore enregistré');
  await product.restart();
  await expect(roomLog(ada.page)).toContainText('De retour', { timeout: 20_000 });
  await expect(roomLog(bob.page)).toContainText('De retour', { timeout: 20_000 });
  await say(ada.page, 'après');
  await expect.poll(async () => (await texts(roomLog(bob.page))).toSorted()).toEqual(['après', 'avant', 'pendant']);
  for (const { page } of [ada, bob]) {
    await expect.poll(() => numbers(roomLog(page))).toEqual([1, 2, 3]);
    await expect(page.locator('[data-nombre="manquent"]')).toHaveText('rien');
    await expect(page.locator('[data-attente]')).toHaveCount(0);
  }
});

test('the panel is clean for axe in three themes, large on the projector, and fits a phone', async ({
  browser,
  product,
}) => {
  const { page } = await enter(browser, product, 'Ada');
  await say(page, 'bonjour');
  await say(page, '@Ada pense-bête');
  await expect(roomLog(page)).toContainText('bonjour');
  const clean = (where: string) => expectAccessible(page, where);
  await clean('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await clean('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await beyond()).toBe(0);
  await clean('phone');
  await page.setViewportSize({ width: 1280, height: 720 });
  // A whole group is there: its list is longer than the screen.
  const programs = Array.from({ length: 16 }, (_, n) => {
    const socket = new WebSocket(`${product.url.replace('http', 'ws')}/chat`);
    const hello = { type: 'subscribe', room: 'general', userId: `programme-${n}` };
    socket.on('open', () => socket.send(JSON.stringify(hello)));
    return socket;
  });
  await page.goto(`${product.url}/labo/salon?projection`);
  await expect(roomLog(page)).toContainText('bonjour');
  await expect(page.locator('[data-membre]')).toHaveCount(programs.length + 1);
  await expect(page.locator('[data-nombre="attendu"]')).toBeInViewport();
  await clean('projector');
  for (const socket of programs) socket.terminate();
  expect(await beyond()).toBe(0);
  const small = await page.getByRole('region', { name: 'Salon de discussion', exact: true }).evaluate((panel) =>
    [...panel.querySelectorAll('[data-texte], [data-auteur], [data-numero], [data-membre] *, dt, dd, h3')]
      .filter((each) => each.checkVisibility())
      .filter((each) => Number.parseFloat(getComputedStyle(each).fontSize) < 24)
      .map((each) => each.outerHTML),
  );
  expect(small).toEqual([]);
  await expect(page.getByRole('textbox')).toHaveCount(0);
});
