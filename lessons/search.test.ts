// What search reads of a lesson is what its reader reads, and each entry leads to a heading that is there.
import { describe, expect, it } from 'vitest';
import { createEngine, excerpt } from '#components/search/engine.ts';
import { allLessons } from './load.ts';
import { entriesOf, searchEntries } from './search.ts';

const [lesson] = allLessons();
const page = `export const meta = {
  secret: 'jamais lu',
};

Une **phrase** avec <Voir cible="p">un mot</Voir>.

## L’offset, d’abord

\`\`\`mermaid
flowchart LR
  dessin --> autre
\`\`\`

- premier point
- second point

| Dans le **programme** | Ce que cela demande |
|---|:-:|
| \`durable: true\` | que la file existe |
`;

describe('the words of a lesson', () => {
  it('are what is read: no program of the page, no drawing, no mark-up', () => {
    if (!lesson) throw new Error('there is no lesson');
    const entries = entriesOf(lesson, page);
    expect(entries.map(({ heading }) => heading)).toEqual([null, 'L’offset, d’abord']);
    expect(entries[0]?.text).toContain('Une phrase avec un mot.');
    const table = 'premier point second point Dans le programme Ce que cela demande durable: true que la file existe';
    expect(entries[1]).toMatchObject({ path: `${lesson.path}#loffset-dabord`, text: table });
    expect(JSON.stringify(entries)).not.toMatch(/jamais lu|dessin|Voir|\*\*/);
  });

  it('are there for every lesson, each heading under an address of its own', () => {
    const entries = searchEntries();
    for (const { path } of allLessons()) expect(entries.some((entry) => entry.path === path)).toBe(true);
    expect(new Set(entries.map(({ path }) => path)).size).toBe(entries.length);
  });
});

describe('search', () => {
  const search = createEngine(searchEntries());

  it.each([
    ['rebalance', 'equilibre'],
    ['reequilibre', 'equilibre'],
    ['MURMUR2', 'cle'],
    ['offset position', 'offset'],
    ['rééquilibrag', 'equilibre'],
    ['lettre morte', 'accuser'],
    ['mosquitto_sub', 'mqtt'],
    ['testament', 'mqtt'],
    ['PUBLISH chatroom', 'publier'],
  ])('finds « %s », without minding accents, case or a word not finished', (query, expected) => {
    expect(
      search(query)
        .slice(0, 3)
        .some(({ path }) => path.includes(expected)),
    ).toBe(true);
  });

  it('finds nothing rather than something else', () => {
    expect(search('zzzzqqq')).toEqual([]);
    expect(search('   ')).toEqual([]);
    expect(search('<script>')).toEqual(search('script'));
  });

  it('shows a word where it stands', () => {
    const long = `${'mot '.repeat(100)}La Clé décide. ${'fin '.repeat(100)}`;
    const pieces = excerpt(long, ['cle']);
    expect(pieces.filter(({ found }) => found)).toMatchObject([{ text: 'Clé' }]);
    expect(pieces.map(({ text }) => text).join('').length).toBeLessThan(200);
  });
});
