// A page that loses its network, and one that is put to sleep: the others see it, and it comes back to everything, once.
import { expect, test } from './support/page.ts';
import { enter, member, numbers, roomLog, say, texts } from './support/salon.ts';

test('a page without network, the link still open, is shown as coming back, then offline; whole when it returns', async ({
  browser,
  product,
}) => {
  const ada = await enter(browser, product, 'Ada');
  const bob = await enter(browser, product, 'Bob');
  await say(ada.page, 'avant');
  await expect(roomLog(bob.page)).toContainText('avant');
  const link = await bob.context.newCDPSession(bob.page);
  await bob.context.setOffline(true);
  // The system tells the page; what the server learns depends on what the browser does with its sockets.
  await expect(member(ada.page, 'Bob')).not.toHaveText('en ligne', { timeout: 60_000 });
  await expect(member(ada.page, 'Bob')).toHaveText('hors ligne', { timeout: 60_000 });
  for (const n of [1, 2]) await say(ada.page, `pendant ${n}`);
  await bob.context.setOffline(false);
  await expect(member(ada.page, 'Bob')).toHaveText('en ligne', { timeout: 60_000 });
  await expect.poll(() => texts(roomLog(bob.page)), { timeout: 60_000 }).toEqual(['avant', 'pendant 1', 'pendant 2']);
  expect(await numbers(roomLog(bob.page))).toEqual([1, 2, 3]);
  await link.detach();
});

test('a page put to sleep is seen to be gone, and wakes up to everything once', async ({ browser, product }) => {
  const ada = await enter(browser, product, 'Ada');
  const bob = await enter(browser, product, 'Bob');
  await say(ada.page, 'avant');
  await expect(roomLog(bob.page)).toContainText('avant');
  const life = await bob.context.newCDPSession(bob.page);
  // A page one looks at is not frozen by the browser when asked to (Page.setWebLifecycleState): its program is stopped instead.
  await life.send('Debugger.enable');
  await life.send('Debugger.pause');
  // Nothing in it runs any more: the server finds out by asking, as it does of a closed lid.
  await expect(member(ada.page, 'Bob')).toHaveText('hors ligne', { timeout: 90_000 });
  for (const n of [1, 2, 3]) await say(ada.page, `pendant ${n}`);
  await expect.poll(() => numbers(roomLog(ada.page))).toEqual([1, 2, 3, 4]);
  await life.send('Debugger.resume');
  await life.send('Debugger.disable');
  await expect(member(ada.page, 'Bob')).toHaveText('en ligne', { timeout: 60_000 });
  await say(ada.page, 'après');
  await expect
    .poll(() => texts(roomLog(bob.page)), { timeout: 60_000 })
    .toEqual(['avant', 'pendant 1', 'pendant 2', 'pendant 3', 'après']);
  expect(await numbers(roomLog(bob.page))).toEqual([1, 2, 3, 4, 5]);
  await expect(bob.page.locator('[data-nombre="manquent"]')).toHaveText('rien');
});
