// Names made to do harm, seeded: paths, prototypes, signs that draw nothing or turn the line round, sizes, and the teacher's name
// in letters that look like it. The letters here are not those of the product's own table.

/** By letter of a reserved word, what a reader takes for it: one alphabet at a time, since mixed ones are refused anyway. */
const disguises: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  latin: {
    p: 'ᴘƿƥ',
    r: 'ʀɼɾ',
    o: 'ᴏøöő',
    f: 'ꜰƒ',
    e: 'ᴇéëęɇ',
    s: 'ꜱşšʂ',
    u: 'ᴜüųʉ',
    n: 'ɴñŋ',
    a: 'ᴀàåɑ',
    d: 'ᴅđɗ',
    m: 'ᴍɱ',
    i: 'ɪíįıl',
    l: 'ʟłƚI',
    t: 'ᴛţŧ',
    c: 'ᴄçƈ',
    h: 'ʜħ',
  },
  cyrillic: {
    p: 'р',
    r: 'г',
    o: 'о',
    e: 'еєё',
    s: 'ѕ',
    a: 'а',
    d: 'ԁ',
    m: 'м',
    i: 'іїӏ',
    n: 'п',
    l: 'ӏ',
    t: 'т',
    c: 'с',
    h: 'һ',
  },
  lisu: {
    p: 'ꓑ',
    r: 'ꓣ',
    o: 'ꓳ',
    f: 'ꓝ',
    e: 'ꓰ',
    s: 'ꓢ',
    u: 'ꓴ',
    n: 'ꓠ',
    a: 'ꓮ',
    d: 'ꓓ',
    m: 'ꓟ',
    i: 'ꓲ',
    l: 'ꓡ',
    t: 'ꓔ',
    c: 'ꓚ',
    h: 'ꓧ',
  },
  cherokee: {
    p: 'Ꮲ',
    r: 'Ꭱ',
    o: 'Ꮎ',
    e: 'Ꭼ',
    s: 'Ꮪ',
    a: 'Ꭺ',
    d: 'Ꭰ',
    m: 'Ꮇ',
    i: 'Ꭵ',
    l: 'Ꮮ',
    t: 'Ꭲ',
    c: 'Ꮯ',
    h: 'Ꮋ',
    u: 'Ꮜ',
    n: 'Ꮑ',
    f: 'Ꮀ',
  },
  fullwidth: Object.fromEntries(
    [...'abcdefghijklmnopqrstuvwxyz'].map((one, at) => [one, String.fromCodePoint(0xff41 + at)]),
  ),
  bold: Object.fromEntries(
    [...'abcdefghijklmnopqrstuvwxyz'].map((one, at) => [one, String.fromCodePoint(0x1d41a + at)]),
  ),
};
const words = ['prof', 'professeur', 'professeure', 'enseignant', 'teacher', 'admin', 'relais'];
const invisible = [
  '\u200b',
  '\u200d',
  '\u2060',
  '\u00ad',
  '\ufeff',
  '\u3164',
  '\u115f',
  '\u{e0041}',
  '\u034f',
  '\u061c',
];
const bidi = ['\u202e', '\u202d', '\u2066', '\u2067', '\u200f', '\u200e'];
const fixed = [
  '../../etc/passwd',
  '..\\..\\windows',
  '/etc/passwd',
  'C:\\x',
  '....//....//x',
  '%2e%2e%2fx',
  '..%00/x',
  'messages.log',
  '../chat/messages.log',
  '.',
  '..',
  '...',
  '~',
  '~root',
  '-rf',
  '--help',
  'con',
  'NUL',
  'aux.txt',
  'a/../../b',
  'a/b/../../../c',
  'r/..',
  '/dev/null',
  'file:///etc/passwd',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__defineGetter__',
  'valueOf',
  '@__proto__',
  '@constructor',
  '~__proto__',
  'a\u0000b',
  '\u0000',
  'a\nb',
  'a\rb',
  'a\u001b[31mb',
  'a\u0007',
  '\ud800',
  'a\udfff',
  '\ufffe',
  '\u{10ffff}',
  '',
  ' ',
  '  a',
  'a ',
  '@',
  '@@',
  '@ ',
  '@../x',
  '@\u202e',
  '<script>',
  '"><img>',
  "'; drop table",
  '$(7*7)',
  '{{7*7}}',
  '%s%s%n',
  '*',
  '?',
  '#',
  '>',
  'a b/c#d:e.',
  'x'.repeat(1_000_000),
  '../'.repeat(20_000),
  'é'.repeat(64),
  'e\u0301'.repeat(64),
  '👩‍👩‍👧‍👦',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'ﷺ'.repeat(64),
  'Z\u0351\u036b\u0343\u036a'.repeat(30),
];

export type HostileName = {
  name: string;
  /** Nobody may bear it: it reads like the teacher's or the house's. */
  teacher: boolean;
};

type Below = (n: number) => number;
const pick = <T>(below: Below, from: readonly T[]): T => from[below(from.length)] as T;

function disguised(below: Below): string {
  const word = pick(below, words);
  const alphabet = disguises[pick(below, Object.keys(disguises))] ?? {};
  const mixed = below(3) === 0;
  const letters = [...word].map((one) => {
    const others = [...(alphabet[one] ?? one)];
    return mixed && below(2) === 0 ? one : pick(below, others);
  });
  const text = letters.join('');
  const at = below(text.length + 1);
  const dressed = [
    text,
    text.toUpperCase().normalize('NFC'),
    `${text}${below(100)}`,
    `${text}-${below(10)}`,
    `la_${text}`,
    [...text].join('-'),
    [...text].join('.'),
    text.slice(0, at) + pick(below, invisible) + text.slice(at),
    pick(below, bidi) + [...text].reverse().join(''),
    [...text].map((one) => `${one}\u0301`).join(''),
  ];
  return pick(below, dressed);
}

export function hostileName(below: Below): HostileName {
  const kind = below(10);
  if (kind < 4) return { name: disguised(below), teacher: true };
  if (kind < 7) {
    const name = pick(below, fixed);
    return {
      name: below(3) === 0 && name.length < 1_000 ? name + pick(below, fixed).slice(0, 100) : name,
      teacher: false,
    };
  }
  // Anything at all.
  const length = 1 + below(kind === 9 ? 300 : 12);
  const from = pick(below, [0x20, 0x80, 0x250, 0x2000, 0xfe00, 0x1f300]);
  const name = Array.from({ length }, () => String.fromCodePoint(from + below(256))).join('');
  return { name, teacher: false };
}
