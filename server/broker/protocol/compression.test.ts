// Compressed bytes by other hands (the zstd program), and bytes made to harm: those that made other decoders loop for ever
// or reserve gigabytes. A decoder that falls for one of them hangs this file.
import { Buffer } from 'node:buffer';
import snappy from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { type Compression, decompress } from './compression.ts';

const words = 'le broker garde chaque message dans une partition et le consommateur lit depuis un offset'.split(' ');
let state = 1;
function next(limit: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return (state >>> 16) % limit;
}
const sentence = Array.from({ length: 400 }, () => words[next(words.length)]).join(' ');
const lines = Array.from(
  { length: 20_000 },
  (_, nth) => `ligne ${nth % 50} ${nth % 7 === 0 ? 'x'.repeat(nth % 90) : ''}`,
);

/** What `zstd --no-check` made of them. */
const fast = Buffer.from(
  'KLUv/QBIxREAsk8jFLAl6XLv1khqdspGWtqExjDOlEAEfGEEw1i/eBbZol+fOhY7Fs8onsGiFrU4dkUdZAjfM/yx833O74orFnWQIXyW2tGvX/' +
    'qDDEH1u+IZe3FF7Yr06bugoiJDmD/6Y1foBA6/WAKBgggDCgKw4hkrjiUxpXAw+iueMQ4yxIojZ81gUBQXw9gXRjCM/ooBgNuowY7RSJJKaVoD' +
    'IEKCGDOjBxFMtJAiwm2GOZNYdAm7VENxHThCIAzXKKJIbMcCvpwUdqa6YGRTt3XfpC0QEQPsbNsjY5ETMYN79E4zGkmcX5BkEVjV9KQQCDWyG1' +
    'O6O8lt3T8gcEAtoVKPvmQOnsi8HqqTI7f0ctEPos95hlErF98isL0ofMLa7z30GYCTG/3RbKCWptVJ1cHcmz5LpAXFUOOaLFSzkDPFvDlgiYTP' +
    'tCLqaDCh1ojUmhaPMWbHGGpfjcSKt64f0zT29TrNy1XLH0gAFtIud5HRlh9Bvu24ivvRqheTHYEysfrX0IMbsLCHPgi0S49c8tQbweHqcQYs5s' +
    '+oyfhqf6Q6X0JCfDlbKTqGtL/CNO+MI2ZBWN7ElvbucY/SGdu3uWLgDpvHYADKYSIgh+8/moxy6EjORi0Ao+OjJ1sOYftKgJEewMvGgc6IHUkG' +
    'A/iuxLwsyZt+i/coN71tsOGREBZ39ZAcccnQrwGGWuze3IeHK9iYaMC+WytymdyIUM2a6FtKnhMqGOV87FCOuIr8nHd1TChPKGt+zR/lrFRfKg' +
    '==',
  'base64',
);
const best = Buffer.from(
  'KLUv/QBoTQ8AgggVD7DromkpSSZbx6UkyQOTq77aub6vtp37s1qd6+N//NX4r/qnzoSKyoC63F/DVR656kZIQuaTWFCf7wJaM2oJxnkwUE59bK' +
    '0AodQyifN3ASPOuacOgM6oEZNJkkz7BhAQQoxidt0RJBSMeAJpTCyQNElrU0oHoLSTHXGGgGgUWb1I14BrPRtbncRMyDi3inpkMhHStP7N5Fif' +
    'gz4o10wWstrsrzIwl3ILLB0m2eYyloImdHWeGFfkP5jerv9HIE5W6PrSw6AaONnCMprVncEPLnYZEo7lK520aF7HZt7zhyYdHnAvEwcy5FvTgp' +
    '/NiGyDiEAJbBm86DbHMYBvYSQOTQ9IWtz53pOrvqb7q8wQ2l1wkTEPfVv85bP2iqrD7HHFhejR+WBPJET4iEy/gAb7y4urOTxvYMHxyWDxd3On' +
    '4Pe+vhr5JuuSQGyFjqcgftqb8WDSA6Le9MABf3fkIOi+NR2o0gvIKTcIKFBDlUzdlrIG2ME+SBiSUSi8E59D6KybWZoNho9rid8womtiCE1n3v' +
    'R253dv3tfiHTJN25DmIkdbyThu2ahrieEn0jMOWXWDkTmICqxozcjxtBTpYpOGkPQteY0NQcQMuQcLE3E11wxTtbzTz4ymZA1aQgqQvpKgmphK' +
    'iFMD',
  'base64',
);
const bestOfLines = Buffer.from(
  'KLUv/QBobAwAIowXEbCpA5iJpWGA1izZUl6ZHgAE34rv+9W9dcWZOy+4d/eEe+/9M/7eBxoFMRzhnFNn6ZgTHKMghirUqSoqU0EZCyKiQ0VE/5' +
    'mAjIIwxvx3iowxiv+IQThFBliwY0ESJYCZqGDu2Q2QaESCidwYElAguHCSIIEghGAGERAiIMQIioAQgTFEwz3VaueYL0xSDP4QX1SIV8jpz8s+' +
    'YlllXVoWr7l9oS2zH4+lDJ6FpqzgJnXUVck45Ip5I0DgTT408Pmlk5kFM47mxs3RE7csC5oMuFDWaJnQAB5hZcZrFR9k60VpLISl1zKtb3QtRQ' +
    '3fW2YnrVkaYR0TetV4/IiEmG7Fe/EE15WLl44c+tsYMAJr1Y9I/sm2+kjUsQicCcrkvFfeWMqGMKqpwc30NU+zY7qYXLOn1K3IrmCH6JHVB+kz' +
    '8QvpV7OLezqnI4sVQApCmDQObCbNTZ5dRN9yALNodBu6G2wEZgma8RnM03WSwrYHSbls1zkknkZVfU12RwlryOKmx2WWEBwMNAErBdwMAMOIBf' +
    '////////////////////8dccENZwSAmqhQ/DDEiB0SdAcSWIEg8P+/hMNVZB9uZX4w49UsTGd0P/MRzSWN5rTj3ZgMGI6/Smhg+iGMaxg2JIa7' +
    'mPg49kKGM9luZR7MZDWT26VhEB1OGSSBP+rq9a4dvQwjXz5/xQ2MhzC8hjmJyS624phKR6EXZj5mCVC0eNa6jm114KpXrjx1Sb3LRy9dvgZ/SQ' +
    'Z2mW9bxAQuf+XaqSufvOvRK7h86fzlZWA6hHkN0yGx87rIJELeu3r0OlK+eP5ykIHxEOavYZ7EdLiYxzFZyBwmY1ZGGH0D+0PYFhpmT2JKcjFn' +
    'OOYL2ZPJSFbWwcyrGUs6U35GMdjFIoljScj8iskircyCmXo186Az3M++EI2iImmW0+SXMRlkLH8lpIHhQxinYcaQGCkX83FMKGR8JuNWJsFMUj' +
    'PRtTQMGFi5okhdsndxCr2ifDnxFzAGNoAwBA3zSUx2MQ/HZNmAXhB3RFZdO64WZXFQKsMpvMw99RcuimJMMU6mUwUGUEnXnFST8bVWKawWABUR' +
    'eIEzqIH8MQQU4eV1Evj//1dQFZjvGy450sYW/WyY7GJI4hi5kGVgsoiCCp9vZfVg5mq2S2fdz35Ec0nrnAYZg8kYA/lrkQbmIcwoDfMkdu9iP4' +
    '5FhcwzGbeyDWarmu2u0rBlvHIFR1167/rRKzDy9fwVbmAewnIN8yTGLiZxrMWy0IszdTCrWIrWLWu5bfUCXLlysalr9y6PXl6+IH+hgS0MIraF' +
    'gStB5frUNRrv4uiVL1+dv4gGtkPYahhBYsjFhhmId1n0GqB8OX/5G1g+hOUaBicx72Ifx+iFjGUy5BPegjpvCJsCCHNPwziJwXexPY55ITtmMm' +
    '9lO5i9msnRmfIzxEAXw8cxEoXMM9m9lfWDWVezbDpbftYRzSXt57S2a0zGGcxfNRqYMYR1DfsnsXoX4zj2FTKeybRYmSUBZqpm23Zp2DJYuVak' +
    'Lu5dCaHXLl9//uIGxgthuYZ9EisXQzjWZqHQizOLWUcULc9aIdnWB672yrXUNeFdBPQCy9fiLzOwxaVvW/fAFUvl6tSFkXdx9MqXrxD+gtfAOo' +
    'TxGoZI7LnYZPzetaNXiPLVzV/cwJxA2F3DcknsXazjGAuZhsmalQ2Dh4FlCDs3DdOSWHYxJI6tFzIYJvNW9mAW1UwPnZWfjQy7mJM49l7InsmK' +
    'YmU6YPZxqJnT2YufPaItSVOchrYyJlvG8heQBvYQFigN+0mM72Icx6ZClmeybmUNZlXNGiBoGMeockWRuq534dGLvXzl85c3sBmEdQ3jk5i6GM' +
    'WxLfVCr8UUZh0oWnxYK5DZ1h5wdeVyU9f3rhy9unxJ/kIDa0witgUDl3vKBUtd712loBdevsD89Q3MQ5hrGInEzsUQg73LQvTq5es3/voGFgWE' +
    'dQ27S2LuYh/HXsgUJoOsbBg+DIwGwuZIDUuT2HcxP47NhQzOZN/KOJi9mrFHZ6L72TDRxZDEsS5ksWKyJIQEVAAAAAEA/f+hjbkGAkUAAAABAO' +
    'dtHQAB',
  'base64',
);

const MiB = 1024 * 1024;
const textOf = (codec: Compression, bytes: Uint8Array): string => Buffer.from(decompress(codec, bytes, MiB)).toString();
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const zstdBlock = (body: Buffer, last: boolean): Buffer => {
  const head = Buffer.alloc(3);
  head.writeUIntLE((body.length << 3) | (2 << 1) | (last ? 1 : 0), 0, 3);
  return Buffer.concat([head, body]);
};
/** 128 KiB of one byte, so that matches have something before them. */
const ground = hex('28b52ffd 00 58 02 00 10 41');

describe('zstd', () => {
  it('reads what the zstd program wrote: fast, best, in several blocks, several frames with something else between', () => {
    expect(textOf('zstd', fast)).toBe(sentence);
    expect(textOf('zstd', best)).toBe(sentence);
    expect(textOf('zstd', bestOfLines)).toBe(lines.join('\n'));
    const skipped = hex('502a4d18 03000000 aabbcc');
    expect(textOf('zstd', Buffer.concat([fast, skipped, best]))).toBe(sentence + sentence);
  });

  it('refuses every cut of a frame', () => {
    for (let size = 1; size < best.length; size += 1)
      expect(() => textOf('zstd', best.subarray(0, size))).toThrow(/zstd|bit/);
  });

  it('does not follow a few bytes that ask for billions of copies', () => {
    // 98,047 sequences of the longest match, of which no bit is there; then of a short one that needs none.
    for (const matchCode of ['34', '1f']) {
      const body = hex(`00 ff ff ff 54 00 00 ${matchCode} 01`);
      const bomb = Buffer.concat([ground, ...Array.from({ length: 50 }, (_, nth) => zstdBlock(body, nth === 49))]);
      expect(() => textOf('zstd', bomb)).toThrow(/zstd: (sequences are cut|a block that becomes too large)/);
    }
  });

  it('reserves nothing for a window of two gigabytes', () => {
    const before = process.memoryUsage().arrayBuffers;
    for (let times = 0; times < 50; times += 1) expect(textOf('zstd', hex('28b52ffd 00 a8 01 00 00'))).toBe('');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MiB);
  });

  it('stays within its bound', () => {
    expect(() => decompress('zstd', bestOfLines, 100_000)).toThrow(/more than 100000 bytes/);
  });
});

describe('snappy', () => {
  it('reads what another program wrote', () => {
    expect(textOf('snappy', snappy.compress(Buffer.from(sentence)))).toBe(sentence);
    expect(textOf('snappy', snappy.compress(Buffer.from(lines.join('\n'))))).toBe(lines.join('\n'));
    expect(textOf('snappy', hex('00'))).toBe('');
  });

  it('does not go back over a literal of negative length', () => {
    expect(() => textOf('snappy', hex('10 fc faffffff 0000'))).toThrow(/a literal beyond the end/);
  });

  it('reserves nothing for a length that its bytes cannot have', () => {
    expect(() => decompress('snappy', hex('ffffff07 00 41'), 32 * MiB)).toThrow(/cannot have/);
    expect(() => decompress('snappy', hex('ffffffff0f 00 41'), 32 * MiB)).toThrow(/more than/);
    expect(() => decompress('snappy', hex('ffffffffff 00 41'), 32 * MiB)).toThrow(/too long/);
  });

  it('refuses matches before the beginning and contents of another length', () => {
    expect(() => textOf('snappy', hex('04 0100'))).toThrow(/before the beginning/);
    expect(() => textOf('snappy', hex('04 03 ffffffff'))).toThrow(/before the beginning/);
    expect(() => textOf('snappy', hex('08 00 41'))).toThrow(/shorter/);
    expect(() => textOf('snappy', hex('01 04 4142'))).toThrow(/longer/);
  });
});
