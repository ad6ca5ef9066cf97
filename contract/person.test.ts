// Names at the door: what is accepted, what is refused and why, and which two names are one.
import { describe, expect, it } from 'vitest';
import { checkName, slugOf } from './person.ts';

const accepted = (typed: string) => {
  const check = checkName(typed);
  return check.ok ? check.name : null;
};
const refused = (typed: string) => {
  const check = checkName(typed);
  return check.ok ? null : check.message;
};

describe('a pseudonym', () => {
  it('is kept as typed, in one Unicode form, without the spaces around it', () => {
    expect(accepted('  Zoé  ')).toBe('Zoé');
    expect(accepted('Zoe\u0301')).toBe('Zo\u00e9');
    for (const name of [
      'Ada',
      'ada_l',
      'jean-luc',
      'Éloïse',
      'Ада',
      'Ελένη',
      '美咲',
      'عمر',
      '42nd',
      'x2',
      'Profane',
      'Maria',
    ])
      expect(accepted(name), name).toBe(name);
  });

  it('has 2 to 24 characters, counted as people count them', () => {
    expect(refused('a')).toContain('au moins 2');
    expect(refused('')).toContain('au moins 2');
    expect(accepted('é'.repeat(24))).not.toBeNull();
    expect(refused('é'.repeat(25))).toContain('24 caractères au plus');
    expect(accepted('𐐷'.repeat(24))).not.toBeNull();
    expect(refused('x'.repeat(1_000_000))).toContain('24 caractères au plus');
  });

  it('holds nothing that cannot be seen, turns the text, or is markup', () => {
    const hidden = [
      '\u200b',
      '\u202e',
      '\u2066',
      '\u00ad',
      '\ufeff',
      '\u3164',
      '\u115f',
      '\u0000',
      '\n',
      '\u034f',
      '\ufe0f',
    ];
    for (const one of hidden) expect(refused(`ad${one}a`), JSON.stringify(one)).not.toBeNull();
    for (const name of ['<b>', 'a b', 'a/b', '../x', 'a.b', 'a\u0301\u0301', '😀😀', 'a:b', '-ada', '_ada', '--'])
      expect(refused(name), name).not.toBeNull();
  });

  it('never passes for the teacher or the product', () => {
    const names = [
      'prof',
      'Prof',
      'PROF',
      'PROFESSEUR',
      'prof-dupont',
      'M_Prof',
      'prof1',
      'prof_',
      'Relais',
      'relais-admin',
    ];
    // Full width, leet, small capitals, Cyrillic, accents, Greek omicron alone in a Latin word.
    const tricks = [
      'ｐｒｏｆ',
      'pr0f',
      'pr-o-f',
      'p_rof',
      'próf',
      'Pröf',
      'прοf',
      'relаis',
      '5erveur',
      'classe',
      'ргоғ',
      '1prof',
    ];
    for (const name of [...names, ...tricks]) expect(refused(name), name).not.toBeNull();
  });

  it('is written with one alphabet when it has Latin letters', () => {
    expect(refused('Аda')).toContain('un seul alphabet');
    expect(refused('adα')).toContain('un seul alphabet');
  });
});

describe('the slug', () => {
  it('is the same for names that only case, accents, - or _ tell apart', () => {
    expect(new Set(['Zoe', 'zoé', 'ZOË', 'ｚｏｅ'].map(slugOf))).toEqual(new Set(['zoe']));
    expect(slugOf('Jean_Luc')).toBe(slugOf('jean-luc'));
    expect(slugOf('Œuvre')).toBe('oeuvre');
    expect(slugOf('İsa')).toBe('isa');
  });

  it('can stand before a topic name, whatever the alphabet', () => {
    for (const name of ['Ада', '美咲', 'عمر', 'Straße', '𐐷𐐷', '٣٤'])
      expect(slugOf(name), name).toMatch(/^[a-z0-9-]{2,200}$/);
    expect(slugOf('Ада')).not.toBe(slugOf('Одо'));
  });
});
