// The server keeps prerendered pages in memory; they must be what Next itself would have answered. A query makes Next answer.
import { expect, lesson, test } from './support/page.ts';

test.use({ shared: true });

type Asked = { path: string; headers: Record<string, string> };

/** What differs by nature: Next's own cache, the length of the answer, an address for what cannot have changed. */
const own =
  /^(date|etag|connection|keep-alive|content-length|transfer-encoding|x-nextjs-(cache|prerender)|set-cookie)$/;

async function answer(url: string, { path, headers }: Asked, query: string) {
  const reply = await fetch(`${url}${path}${query}`, { headers: { accept: 'text/html', ...headers } });
  const told = [...reply.headers].filter(([name]) => !own.test(name));
  return { status: reply.status, body: await reply.text(), headers: Object.fromEntries(told), reply };
}

test('a page, and what a browser asks for ahead of a click, are those of Next', async ({ page, product }) => {
  const asked: Asked[] = [{ path: lesson, headers: {} }];
  page.on('request', (request) => {
    const sent = request.headers();
    if (sent.rsc === undefined || sent['next-router-prefetch'] === undefined) return;
    const names = ['rsc', 'next-router-prefetch', 'next-router-segment-prefetch', 'next-url'];
    const headers = Object.fromEntries(names.flatMap((name) => (sent[name] === undefined ? [] : [[name, sent[name]]])));
    asked.push({ path: new URL(request.url()).pathname, headers });
  });
  await page.goto(product.url, { waitUntil: 'networkidle' });
  expect(asked.length).toBeGreaterThan(2);
  for (const each of asked) {
    const rsc = each.headers.rsc !== undefined;
    const ours = await answer(product.url, each, rsc ? '?_rsc=abc' : '');
    const next = await answer(product.url, each, rsc ? '?_rsc=abc&next' : '?next');
    const where = JSON.stringify(each);
    expect(ours.body, where).toBe(next.body);
    // Next lets shared caches keep a segment for a year; ours is checked again.
    const { 'cache-control': kept, ...same } = ours.headers;
    expect({ ...same, 'cache-control': rsc ? 's-maxage=31536000' : kept }, where).toEqual(next.headers);
    expect([ours.status, ours.reply.headers.get('x-nextjs-cache')], where).toEqual([200, null]);
    expect(next.reply.headers.get('x-nextjs-cache'), where).toBe('HIT');
  }
});
