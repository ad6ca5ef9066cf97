import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRoom, checkUserId, privateName } from './chat-names.ts';
import { checkName } from './person.ts';

describe('names of the chat', () => {
  it('take every pseudonym as it is, under the same key', () => {
    const parts = fc.constantFrom('a', 'é', 'Z', '7', '-', '_', 'ß', 'prof', 'к', '日');
    fc.assert(
      fc.property(fc.array(parts, { minLength: 2, maxLength: 12 }), (some) => {
        const pseudonym = checkName(some.join(''));
        if (!pseudonym.ok) return;
        expect(checkUserId(pseudonym.name)).toEqual({ ok: true, name: pseudonym.name, key: pseudonym.slug });
      }),
    );
  });

  it.each([
    'alice',
    'a',
    'user_1',
    'Alice Dupont',
    'alice.dupont',
    'b5f0c6f2-7d5f-4a6e-9a57-1f6b1c3f8a10',
    'client-1',
    'Éloïse',
  ])('let a program be called %s', (name) => expect(checkUserId(name)).toMatchObject({ ok: true, name }));

  it.each(['professeur', 'Prof.', 'p r o f', 'PROF_1', 'рrоf', 'admin.', 'relais'])(
    'let nobody be taken for the teacher or the house: %s',
    (name) => expect(checkUserId(name).ok).toBe(false),
  );

  it.each(['ᴘʀᴏꜰ', 'ꓑꓣꓳꓝ', 'ᎡᎬᏞᎪᎥᏚ', 'ƥɾøƒ71', 'ReIais', 'adrnin', '2prof3', 'p-r-o-f', 'т.є.а.с.һ.е.г', 'аԁміп'])(
    'nor by letters that look like theirs: %s',
    (name) => expect([checkUserId(name).ok, checkName(name.replaceAll('.', '-')).ok]).toEqual([false, false]),
  );

  it.each([
    ...['Łukasz', 'Søren', 'Əli', 'İbrahim', 'Ayşe', 'Đorđe', 'Nguyễn', 'Ирина', 'Ελένη', '日本', 'محمد', 'Ŋaari'],
    ...['Marc', 'Clément', 'Arnaud', 'Camille', 'Vivien', 'Moïse', 'Ada2', 'Rose-Marie'],
  ])('and take a student’s own: %s', (name) => expect(checkName(name)).toMatchObject({ ok: true, name }));

  it('are never long to refuse, and never throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const check of [checkRoom(text), checkUserId(text)]) {
          if (check.ok) expect(check.name).not.toMatch(/[\p{Cc}\u200b-\u200f\u202a-\u202e@]/u);
          else expect(check.message).not.toBe('');
        }
      }),
    );
  });

  it('tell a private topic from a room', () => {
    expect([privateName('@bob'), privateName('bob'), privateName('@')]).toEqual(['bob', null, '']);
  });
});
